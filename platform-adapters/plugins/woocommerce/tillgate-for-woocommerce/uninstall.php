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
delete_metadata( 'user', 0, '_tillgate_connecting', '', true );
if ( function_exists( 'as_get_scheduled_actions' ) && class_exists( 'ActionScheduler' ) ) {
	// Those that are done too: the list of them is the shop's, not ours to fill.
	foreach ( as_get_scheduled_actions( array( 'group' => 'tillgate-for-woocommerce', 'per_page' => -1 ), 'ids' ) as $tillgate_action ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound
		ActionScheduler::store()->delete_action( $tillgate_action );
	}
}
