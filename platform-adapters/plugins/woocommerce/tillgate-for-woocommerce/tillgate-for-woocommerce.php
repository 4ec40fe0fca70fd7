<?php
/**
 * Plugin Name: Tillgate for WooCommerce
 * Description: Take payments through your own Tillgate gateway: cards, wallets, Alipay, WeChat Pay, PayPal and more. A paid order is never left unpaid.
 * Version: 0.1.0
 * Author: Tillgate
 * License: GPL-2.0-or-later
 * License URI: https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain: tillgate-for-woocommerce
 * Domain Path: /languages
 * Requires at least: 6.5
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * WC requires at least: 8.2
 * WC tested up to: 11.0
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

define( 'TILLGATE_WC_VERSION', '0.1.0' );
define( 'TILLGATE_WC_FILE', __FILE__ );

foreach ( array( 'money', 'connection', 'signature', 'api', 'orders', 'settlement', 'refunds', 'payments', 'return', 'watch', 'notify', 'push', 'connect', 'doctor', 'admin' ) as $tillgate_part ) {
	require_once __DIR__ . '/includes/class-tillgate-' . $tillgate_part . '.php';
}
unset( $tillgate_part );

add_action(
	'before_woocommerce_init',
	function () {
		if ( class_exists( \Automattic\WooCommerce\Utilities\FeaturesUtil::class ) ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'custom_order_tables', TILLGATE_WC_FILE, true );
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', TILLGATE_WC_FILE, true );
		}
	}
);

add_action(
	'init',
	function () {
		load_plugin_textdomain( 'tillgate-for-woocommerce', false, dirname( plugin_basename( TILLGATE_WC_FILE ) ) . '/languages' );
	}
);

add_action(
	'plugins_loaded',
	function () {
		if ( ! class_exists( 'WC_Payment_Gateway' ) ) {
			return;
		}
		require_once __DIR__ . '/includes/class-tillgate-gateway.php';
		add_filter(
			'woocommerce_payment_gateways',
			function ( $gateways ) {
				$gateways[] = 'Tillgate_Gateway';
				return $gateways;
			}
		);
		Tillgate_Notify::register();
		Tillgate_Return::register();
		Tillgate_Refunds::register();
		Tillgate_Watch::register();
		Tillgate_Push::register();
		Tillgate_Connect::register();
		Tillgate_Admin::register();
	},
	11
);

add_action(
	'woocommerce_blocks_loaded',
	function () {
		if ( ! class_exists( \Automattic\WooCommerce\Blocks\Payments\Integrations\AbstractPaymentMethodType::class ) ) {
			return;
		}
		require_once __DIR__ . '/includes/class-tillgate-blocks.php';
		add_action(
			'woocommerce_blocks_payment_method_type_registration',
			function ( $registry ) {
				$registry->register( new Tillgate_Blocks() );
			}
		);
	}
);

register_deactivation_hook( __FILE__, array( 'Tillgate_Watch', 'rest' ) );
