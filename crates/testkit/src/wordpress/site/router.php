<?php
// What a web server's rewriting does: files as they are, all else through WordPress.
register_shutdown_function(
	// PHP's server logs no request that a router answers.
	function () {
		$line = sprintf( "[%d]: %s %s\n", http_response_code(), $_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI'] );
		file_put_contents( $_SERVER['DOCUMENT_ROOT'] . '/requests.log', $line, FILE_APPEND | LOCK_EX );
	}
);
$path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
$root = $_SERVER['DOCUMENT_ROOT'];
if ( str_contains( $path, '..' ) || str_contains( $path, '.sqlite' ) || str_ends_with( $path, '.log' ) || str_contains( $path, 'users.json' ) ) {
	http_response_code( 404 );
	return true;
}
$file = $root . $path;
if ( is_dir( $file ) ) {
	$file = rtrim( $file, '/' ) . '/index.php';
	$path = rtrim( $path, '/' ) . '/index.php';
}
if ( ! is_file( $file ) ) {
	$file = $root . '/index.php';
	$path = '/index.php';
} elseif ( ! str_ends_with( $file, '.php' ) ) {
	return false;
}
$_SERVER['SCRIPT_NAME']     = $path;
$_SERVER['PHP_SELF']        = $path;
$_SERVER['SCRIPT_FILENAME'] = $file;
chdir( dirname( $file ) );
require $file;
return true;
