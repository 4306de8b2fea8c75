<?php
// Installs the site without a browser and prints its users with their application passwords.
define( 'WP_INSTALLING', true );
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function wp_new_blog_notification() {}

wp_install( 'Blog d’essai', 'admin', 'admin@coupure.example', true, '', wp_generate_password(), 'fr_FR' );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'timezone_string', 'Europe/Paris' );
update_option( 'template', 'coupure' );
update_option( 'stylesheet', 'coupure' );
foreach ( get_posts( array( 'post_type' => array( 'post', 'page' ), 'post_status' => 'any', 'numberposts' => -1 ) ) as $sample ) {
	wp_delete_post( $sample->ID, true );
}

$roles = array(
	'admin'       => 'administrator',
	'editor'      => 'editor',
	'author'      => 'author',
	'contributor' => 'contributor',
	'subscriber'  => 'subscriber',
);
$users = array();
foreach ( $roles as $name => $role ) {
	$id = username_exists( $name ) ?: wp_insert_user(
		array(
			'user_login' => $name,
			'user_pass'  => wp_generate_password(),
			'user_email' => "$name@coupure.example",
			'role'       => $role,
		)
	);
	list( $password ) = WP_Application_Passwords::create_new_application_password( $id, array( 'name' => 'Coupure' ) );
	$users[] = compact( 'name', 'role', 'password' );
}
flush_rewrite_rules();
file_put_contents( __DIR__ . '/users.json', json_encode( $users ) );
