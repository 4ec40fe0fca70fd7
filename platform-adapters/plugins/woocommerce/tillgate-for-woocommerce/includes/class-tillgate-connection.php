<?php
/**
 * What the shop knows of its gateway.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * The connection: kept in one option that is not loaded with every page. It belongs to the site's address: a copy of the
 * site on another address (a staging site) has no connection, so it can neither take live money nor hear of it.
 */
final class Tillgate_Connection {
	const OPTION = 'tillgate_connection';
	const LOG    = 'tillgate-for-woocommerce';

	/**
	 * Everything that is kept, or null when not connected or connected for another address.
	 *
	 * @return array|null
	 */
	public static function get() {
		$kept = self::kept();
		return null === $kept || self::is_copy() ? null : $kept;
	}

	/**
	 * What is kept, whoever's it is.
	 *
	 * @return array|null
	 */
	private static function kept() {
		$kept = get_option( self::OPTION );
		return is_array( $kept ) && ! empty( $kept['client_id'] ) && ! empty( $kept['callback_secret'] ) ? $kept : null;
	}

	/**
	 * Keeps a connection for this site.
	 *
	 * @param array $connection As the gateway gave it.
	 */
	public static function put( $connection ) {
		$connection['home'] = self::home();
		update_option( self::OPTION, $connection, false );
		delete_transient( Tillgate_Api::TOKEN );
	}

	/**
	 * Forgets it.
	 */
	public static function forget() {
		delete_option( self::OPTION );
		delete_transient( Tillgate_Api::TOKEN );
		delete_transient( 'tillgate_status' );
		delete_transient( 'tillgate_tested' );
	}

	/**
	 * Whether there is a connection that was made for another address than this one.
	 *
	 * @return bool
	 */
	public static function is_copy() {
		$kept = self::kept();
		return null !== $kept && ( ! isset( $kept['home'] ) || self::home() !== $kept['home'] );
	}

	/**
	 * The site's address without scheme: moving to https is no other site.
	 *
	 * @return string
	 */
	public static function home() {
		$home = preg_replace( '#^https?://#i', '', untrailingslashit( home_url() ) );
		$host = strcspn( $home, '/' );
		return preg_replace( '/:(80|443)$/D', '', strtolower( substr( $home, 0, $host ) ) ) . substr( $home, $host );
	}

	/**
	 * Where the gateway is: as connected, else as the downloaded file says, else as the merchant typed it.
	 *
	 * @return string Without a slash at the end; empty when it is not known.
	 */
	public static function gateway() {
		$kept = self::kept();
		if ( null !== $kept && ! empty( $kept['gateway'] ) ) {
			return untrailingslashit( $kept['gateway'] );
		}
		$settings = get_option( 'woocommerce_tillgate_settings' );
		if ( is_array( $settings ) && ! empty( $settings['gateway_url'] ) ) {
			return untrailingslashit( $settings['gateway_url'] );
		}
		$file = dirname( TILLGATE_WC_FILE ) . '/gateway.json';
		$said = is_readable( $file ) ? json_decode( (string) file_get_contents( $file ), true ) : null; // phpcs:ignore WordPress.WP.AlternativeFunctions.file_get_contents_file_get_contents -- A file of this plugin.
		return is_array( $said ) && ! empty( $said['gateway'] ) ? untrailingslashit( $said['gateway'] ) : '';
	}

	/**
	 * What is written to WooCommerce > Status > Logs. Never a key, never a name.
	 *
	 * @param string $level   As of WC_Logger.
	 * @param string $message What happened.
	 */
	public static function log( $level, $message ) {
		if ( function_exists( 'wc_get_logger' ) ) {
			wc_get_logger()->log( $level, $message, array( 'source' => self::LOG ) );
		}
	}
}
