<?php
/**
 * Removes what the plugin keeps; what belongs to orders stays with them.
 *
 * @package Tillgate
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'tillgate_connection' );
delete_option( 'woocommerce_tillgate_settings' );
foreach ( array( 'tillgate_token', 'tillgate_status', 'tillgate_jwks', 'tillgate_tested' ) as $tillgate_name ) {
	delete_transient( $tillgate_name );
}
if ( function_exists( 'as_unschedule_all_actions' ) ) {
	as_unschedule_all_actions( 'tillgate_push' );
}
