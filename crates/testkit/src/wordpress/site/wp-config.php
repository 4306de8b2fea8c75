<?php
// The address is that of the request, so that one prepared site serves on any port.
$coupure_host = $_SERVER['HTTP_HOST'] ?? ( getenv( 'COUPURE_HOST' ) ?: 'localhost' );
define( 'WP_HOME', 'http://' . $coupure_host );
define( 'WP_SITEURL', WP_HOME );

define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', '' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', '' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
define( 'DB_DIR', __DIR__ . '/wp-content/database/' );
define( 'DB_FILE', 'site.sqlite' );

foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $coupure_name ) {
	define( $coupure_name . '_KEY', "$coupure_name key of a test" );
	define( $coupure_name . '_SALT', "$coupure_name salt of a test" );
}

// Application passwords over plain http on loopback; no calls home, no changes of files, no clock.
define( 'WP_ENVIRONMENT_TYPE', 'local' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISALLOW_FILE_MODS', true );
define( 'DISABLE_WP_CRON', true );
define( 'WP_DEBUG', false );

if ( is_file( __DIR__ . '/wp-config-of-test.php' ) ) {
	require __DIR__ . '/wp-config-of-test.php';
}

$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
