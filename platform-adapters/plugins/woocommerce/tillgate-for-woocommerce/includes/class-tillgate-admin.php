<?php
/**
 * What the merchant sees in wp-admin.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Notices, and the link beside the plugin's name.
 */
final class Tillgate_Admin {
	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_action( 'admin_notices', array( __CLASS__, 'notices' ) );
		add_filter(
			'plugin_action_links_' . plugin_basename( TILLGATE_WC_FILE ),
			function ( $links ) {
				array_unshift( $links, '<a href="' . esc_url( Tillgate_Connect::settings_url() ) . '">' . esc_html__( 'Settings', 'tillgate-for-woocommerce' ) . '</a>' );
				return $links;
			}
		);
	}

	/**
	 * Tells what keeps payments from working, on WooCommerce's own pages only.
	 */
	public static function notices() {
		if ( ! current_user_can( 'manage_woocommerce' ) ) {
			return;
		}
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- Chooses a sentence.
		$said = isset( $_GET['tillgate'] ) ? sanitize_key( wp_unslash( $_GET['tillgate'] ) ) : '';
		$text = self::said( $said );
		if ( '' !== $text ) {
			$good = in_array( $said, array( 'connected', 'disconnected', 'rotated' ), true );
			printf( '<div class="notice notice-%s is-dismissible"><p>%s</p></div>', $good ? 'success' : 'error', esc_html( $text ) );
		}
		$screen = function_exists( 'get_current_screen' ) ? get_current_screen() : null;
		if ( null === $screen || ( 'plugins' !== $screen->id && false === strpos( (string) $screen->id, 'woocommerce' ) ) ) {
			return;
		}
		if ( null === Tillgate_Connection::get() && ! Tillgate_Connection::is_copy() && '' === $said ) {
			printf(
				'<div class="notice notice-info is-dismissible"><p>%s <a class="button button-primary" href="%s">%s</a></p></div>',
				esc_html__( 'Tillgate is ready to be connected to your gateway.', 'tillgate-for-woocommerce' ),
				esc_url( '' === Tillgate_Connection::gateway() ? Tillgate_Connect::settings_url() : Tillgate_Connect::url() ),
				esc_html__( 'Connect', 'tillgate-for-woocommerce' )
			);
		}
		if ( null !== Tillgate_Connection::get() && ! Tillgate_Money::fits( wc_get_price_decimals(), get_woocommerce_currency() ) ) {
			printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html__( 'Tillgate is not offered to buyers: the shop uses more decimals than its currency has. See WooCommerce → Settings → General.', 'tillgate-for-woocommerce' ) );
		}
		if ( Tillgate_Connection::is_copy() ) {
			printf( '<div class="notice notice-warning"><p>%s</p></div>', esc_html__( 'Tillgate: this site is a copy of the connected shop. It takes no payments and hears of none until you connect it by itself.', 'tillgate-for-woocommerce' ) );
		}
	}

	/**
	 * What came of an action.
	 *
	 * @param string $said Its short name.
	 * @return string
	 */
	private static function said( $said ) {
		switch ( $said ) {
			case 'connected':
				return __( 'Connected. Tillgate is offered to your buyers now.', 'tillgate-for-woocommerce' );
			case 'disconnected':
				return __( 'Disconnected. Tillgate is not offered any more.', 'tillgate-for-woocommerce' );
			case 'rotated':
				return __( 'The keys were changed.', 'tillgate-for-woocommerce' );
			case 'denied':
				return __( 'Nothing was connected: you did not allow it in the gateway.', 'tillgate-for-woocommerce' );
			case 'stale':
				return __( 'That took too long, or was begun by somebody else. Please press Connect again.', 'tillgate-for-woocommerce' );
			case 'failed':
				return __( 'The gateway could not be asked, or said no. Please try again; WooCommerce → Status → Logs says why.', 'tillgate-for-woocommerce' );
			case 'address':
				return __( 'Please enter the address of your gateway first, such as https://pay.example.com, and save.', 'tillgate-for-woocommerce' );
			default:
				return '';
		}
	}
}
