<?php
/**
 * The payment method in the Checkout block.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Tells the block that the method is there; it pays by the same process_payment.
 */
final class Tillgate_Blocks extends \Automattic\WooCommerce\Blocks\Payments\Integrations\AbstractPaymentMethodType {
	/**
	 * The method's id.
	 *
	 * @var string
	 */
	protected $name = 'tillgate';

	/**
	 * Reads the settings.
	 */
	public function initialize() {
		$this->settings = get_option( 'woocommerce_tillgate_settings', array() );
	}

	/**
	 * The method itself, once WooCommerce has made it.
	 *
	 * @return Tillgate_Gateway|null
	 */
	private function gateway() {
		$gateways = WC()->payment_gateways()->payment_gateways();
		return isset( $gateways[ $this->name ] ) ? $gateways[ $this->name ] : null;
	}

	/**
	 * Whether it is offered.
	 *
	 * @return bool
	 */
	public function is_active() {
		$gateway = $this->gateway();
		return null !== $gateway && $gateway->is_available();
	}

	/**
	 * Its script.
	 *
	 * @return string[]
	 */
	public function get_payment_method_script_handles() {
		wp_register_script( 'tillgate-blocks', plugins_url( 'assets/blocks.js', TILLGATE_WC_FILE ), array( 'wc-blocks-registry', 'wc-settings', 'wp-element', 'wp-html-entities' ), TILLGATE_WC_VERSION, true );
		return array( 'tillgate-blocks' );
	}

	/**
	 * What the script gets. It goes to every buyer: no secrets.
	 *
	 * @return array
	 */
	public function get_payment_method_data() {
		$gateway = $this->gateway();
		return array(
			'title'       => null === $gateway ? '' : $gateway->get_title(),
			'description' => null === $gateway ? '' : $gateway->get_description(),
			'supports'    => null === $gateway ? array( 'products' ) : array_values( array_filter( $gateway->supports, array( $gateway, 'supports' ) ) ),
		);
	}
}
