<?php
/**
 * Connecting and disconnecting.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Connects the shop in one round trip through the merchant's browser: what is secret goes from server to server, with a
 * code that counts once and a proof that only this shop holds (RFC 7636).
 */
final class Tillgate_Connect {
	const PENDING = '_tillgate_connecting';

	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_action( 'admin_post_tillgate_connect', array( __CLASS__, 'go' ) );
		add_action( 'admin_post_tillgate_connected', array( __CLASS__, 'back' ) );
		add_action( 'admin_post_tillgate_disconnect', array( __CLASS__, 'disconnect' ) );
		add_action( 'admin_post_tillgate_rotate', array( __CLASS__, 'rotate' ) );
		add_action( 'admin_post_tillgate_test', array( __CLASS__, 'test' ) );
	}

	/**
	 * The address of the Connect button.
	 *
	 * @return string
	 */
	public static function url() {
		return wp_nonce_url( admin_url( 'admin-post.php?action=tillgate_connect' ), 'tillgate_connect' );
	}

	/**
	 * The address of another button.
	 *
	 * @param string $what disconnect, rotate or test.
	 * @return string
	 */
	public static function action_url( $what ) {
		return wp_nonce_url( admin_url( 'admin-post.php?action=tillgate_' . $what ), 'tillgate_' . $what );
	}

	/**
	 * Where the settings are.
	 *
	 * @param string $said What to tell the merchant there.
	 * @return string
	 */
	public static function settings_url( $said = '' ) {
		$url = admin_url( 'admin.php?page=wc-settings&tab=checkout&section=' . Tillgate_Gateway::ID );
		return '' === $said ? $url : add_query_arg( 'tillgate', $said, $url );
	}

	/**
	 * Only who manages the shop, and only from its own pages.
	 *
	 * @param string $what The nonce's name.
	 */
	private static function check( $what ) {
		if ( ! current_user_can( 'manage_woocommerce' ) ) {
			wp_die( esc_html__( 'You are not allowed to do this.', 'tillgate-for-woocommerce' ), '', array( 'response' => 403 ) );
		}
		check_admin_referer( $what );
	}

	/**
	 * Sends the merchant to the gateway.
	 */
	public static function go() {
		self::check( 'tillgate_connect' );
		$gateway = Tillgate_Connection::gateway();
		if ( ! preg_match( '#^https?://[^/\s]+#i', $gateway ) ) {
			wp_safe_redirect( self::settings_url( 'address' ) );
			exit;
		}
		$verifier = self::random();
		$state    = self::random();
		update_user_meta(
			get_current_user_id(),
			self::PENDING,
			array(
				'state'    => $state,
				'verifier' => $verifier,
				'gateway'  => $gateway,
				'until'    => time() + HOUR_IN_SECONDS,
			)
		);
		$query = array(
			'platform'  => 'woocommerce',
			'shop'      => untrailingslashit( home_url() ),
			'name'      => wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ),
			'return'    => admin_url( 'admin-post.php?action=tillgate_connected' ),
			'state'     => $state,
			'challenge' => rtrim( strtr( base64_encode( hash( 'sha256', $verifier, true ) ), '+/', '-_' ), '=' ), // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- RFC 7636.
			'version'   => TILLGATE_WC_VERSION,
			'lang'      => str_replace( '_', '-', get_user_locale() ),
		);
		wp_redirect( $gateway . '/connect?' . http_build_query( $query, '', '&', PHP_QUERY_RFC3986 ) ); // phpcs:ignore WordPress.Security.SafeRedirect.wp_redirect_wp_redirect -- The merchant's own gateway.
		exit;
	}

	/**
	 * Takes the merchant back and redeems the code.
	 */
	public static function back() {
		if ( ! current_user_can( 'manage_woocommerce' ) ) {
			wp_die( esc_html__( 'You are not allowed to do this.', 'tillgate-for-woocommerce' ), '', array( 'response' => 403 ) );
		}
		$pending = get_user_meta( get_current_user_id(), self::PENDING, true );
		delete_user_meta( get_current_user_id(), self::PENDING );
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- The state is bound to this user and counts once.
		$state = isset( $_GET['state'] ) ? sanitize_text_field( wp_unslash( $_GET['state'] ) ) : '';
		$code  = isset( $_GET['code'] ) ? sanitize_text_field( wp_unslash( $_GET['code'] ) ) : '';
		// phpcs:enable
		if ( ! is_array( $pending ) || time() > $pending['until'] || '' === $state || ! hash_equals( $pending['state'], $state ) ) {
			wp_safe_redirect( self::settings_url( 'stale' ) );
			exit;
		}
		if ( '' === $code ) {
			wp_safe_redirect( self::settings_url( 'denied' ) );
			exit;
		}
		$said = Tillgate_Api::open( $pending['gateway'] . '/api/connect/token', self::redemption( $code, $pending['verifier'] ) );
		if ( is_wp_error( $said ) || empty( $said['client_id'] ) || empty( $said['callback_secret'] ) ) {
			wp_safe_redirect( self::settings_url( 'failed' ) );
			exit;
		}
		$said['gateway'] = $pending['gateway'];
		Tillgate_Connection::put( $said );
		self::enable();
		Tillgate_Watch::plan();
		set_transient( 'tillgate_tested', Tillgate_Doctor::both_ways(), HOUR_IN_SECONDS );
		wp_safe_redirect( self::settings_url( 'connected' ) );
		exit;
	}

	/**
	 * What the code is redeemed with.
	 *
	 * @param string $code     From the browser.
	 * @param string $verifier Kept here.
	 * @return array
	 */
	public static function redemption( $code, $verifier ) {
		return array(
			'code'                => $code,
			'verifier'            => $verifier,
			'shop'                => untrailingslashit( home_url() ),
			'notify_url'          => Tillgate_Notify::url(),
			'notify_url_fallback' => Tillgate_Notify::fallback_url(),
			'versions'            => array(
				'plugin'      => TILLGATE_WC_VERSION,
				'wordpress'   => get_bloginfo( 'version' ),
				'woocommerce' => defined( 'WC_VERSION' ) ? WC_VERSION : '?',
				'php'         => PHP_VERSION,
			),
			'currency'            => get_woocommerce_currency(),
			'decimals'            => (int) wc_get_price_decimals(),
		);
	}

	/**
	 * What was connected is also offered: one click less.
	 */
	private static function enable() {
		$settings            = get_option( 'woocommerce_tillgate_settings' );
		$settings            = is_array( $settings ) ? $settings : array();
		$settings['enabled'] = 'yes';
		update_option( 'woocommerce_tillgate_settings', $settings );
	}

	/**
	 * Ends the connection on both sides.
	 */
	public static function disconnect() {
		self::check( 'tillgate_disconnect' );
		Tillgate_Api::call( 'POST', '/api/connect/disconnect' );
		Tillgate_Connection::forget();
		wp_safe_redirect( self::settings_url( 'disconnected' ) );
		exit;
	}

	/**
	 * New secrets; the old callback secret stays good for a day, for what is on its way.
	 */
	public static function rotate() {
		self::check( 'tillgate_rotate' );
		$link = Tillgate_Connection::get();
		$said = null === $link ? null : Tillgate_Api::call( 'POST', '/api/connect/rotate' );
		if ( is_array( $said ) && ! empty( $said['client_secret'] ) ) {
			$link['old_secret']      = $link['callback_secret'];
			$link['old_until']       = time() + DAY_IN_SECONDS;
			$link['client_id']       = $said['client_id'];
			$link['client_secret']   = $said['client_secret'];
			$link['callback_secret'] = $said['callback_secret'];
			Tillgate_Connection::put( $link );
		}
		wp_safe_redirect( self::settings_url( is_array( $said ) ? 'rotated' : 'failed' ) );
		exit;
	}

	/**
	 * Has the gateway call this shop.
	 */
	public static function test() {
		self::check( 'tillgate_test' );
		set_transient( 'tillgate_tested', Tillgate_Doctor::both_ways(), HOUR_IN_SECONDS );
		wp_safe_redirect( self::settings_url() . '#tillgate-doctor' );
		exit;
	}

	/**
	 * 43 unguessable characters.
	 *
	 * @return string
	 */
	private static function random() {
		return rtrim( strtr( base64_encode( random_bytes( 32 ) ), '+/', '-_' ), '=' ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- Random text.
	}
}
