<?php
// The plainest theme: each post's content between two comments, so that a test can cut it out.
?><!doctype html>
<html <?php language_attributes(); ?>>
<head><meta charset="<?php bloginfo( 'charset' ); ?>"><title><?php echo esc_html( wp_get_document_title() ); ?></title><?php wp_head(); ?></head>
<body>
<?php
while ( have_posts() ) {
	the_post();
	echo '<article id="post-', get_the_ID(), '"><h1><a href="', esc_url( get_permalink() ), '">', get_the_title(), "</a></h1>\n";
	echo '<!--content ', get_the_ID(), '-->';
	the_content();
	echo '<!--/content ', get_the_ID(), '-->';
	echo get_the_post_thumbnail(), '<p>', get_the_category_list( ', ' ), get_the_tag_list( '', ', ' ), "</p></article>\n";
}
wp_footer();
?>
</body>
</html>
