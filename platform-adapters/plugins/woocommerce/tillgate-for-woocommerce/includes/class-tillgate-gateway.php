<?php
/**
 * The payment method in WooCommerce.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Sends the buyer to the gateway's checkout page; whether an order is paid is decided by the gateway's messages.
 */
class Tillgate_Gateway extends WC_Payment_Gateway {
	const ID = 'tillgate';

	/**
	 * Read by WooCommerce's payments list.
	 *
	 * @var string
	 */
	public $plugin_slug = 'tillgate-for-woocommerce';

	/**
	 * Sets the method up.
	 */
	public function __construct() {
		$this->id                 = self::ID;
		$this->method_title       = 'Tillgate';
		$this->method_description = __( 'Cards, wallets, Alipay, WeChat Pay, PayPal and more through your own payment gateway.', 'tillgate-for-woocommerce' );
		$this->has_fields         = false;
		$this->supports           = array( 'products', 'refunds' );
		$this->init_form_fields();
		$this->init_settings();
		$this->title             = self::title_of_settings();
		$this->description       = $this->get_option( 'description' );
		$this->order_button_text = __( 'Continue to payment', 'tillgate-for-woocommerce' );
		$gateway                 = Tillgate_Connection::gateway();
		if ( '' !== $gateway ) {
			$this->view_transaction_url = $gateway . '/console/payments/%s';
		}
		add_action( 'woocommerce_update_options_payment_gateways_' . $this->id, array( $this, 'process_admin_options' ) );
	}

	/**
	 * What buyers see, also where no object of the method is needed.
	 *
	 * @return string
	 */
	public static function title_of_settings() {
		$settings = get_option( 'woocommerce_' . self::ID . '_settings' );
		return is_array( $settings ) && ! empty( $settings['title'] ) ? $settings['title'] : __( 'Card, wallet and more', 'tillgate-for-woocommerce' );
	}

	/**
	 * The settings.
	 */
	public function init_form_fields() {
		$this->form_fields = array(
			'enabled'     => array(
				'title'   => __( 'Enable', 'tillgate-for-woocommerce' ),
				'label'   => __( 'Offer Tillgate to buyers', 'tillgate-for-woocommerce' ),
				'type'    => 'checkbox',
				'default' => 'no',
			),
			'gateway_url' => array(
				'title'       => __( 'Address of the gateway', 'tillgate-for-woocommerce' ),
				'type'        => 'text',
				'default'     => Tillgate_Connection::gateway(),
				'placeholder' => 'https://pay.example.com',
				'description' => __( 'Filled in already if you downloaded the plugin from your gateway.', 'tillgate-for-woocommerce' ),
			),
			'connection'  => array(
				'title' => __( 'Connection', 'tillgate-for-woocommerce' ),
				'type'  => 'tillgate_connection',
			),
			'title'       => array(
				'title'   => __( 'Title', 'tillgate-for-woocommerce' ),
				'type'    => 'safe_text',
				'default' => __( 'Card, wallet and more', 'tillgate-for-woocommerce' ),
			),
			'description' => array(
				'title'   => __( 'Description', 'tillgate-for-woocommerce' ),
				'type'    => 'textarea',
				'default' => __( 'You choose how to pay on the next page.', 'tillgate-for-woocommerce' ),
			),
		);
	}

	/**
	 * The row with the Connect button and what the doctor says.
	 *
	 * @param string $key  Of the field.
	 * @param array  $data Of the field.
	 * @return string
	 */
	public function generate_tillgate_connection_html( $key, $data ) {
		ob_start();
		$link = Tillgate_Connection::get();
		?>
		<tr valign="top" id="tillgate-doctor">
			<th scope="row" class="titledesc"><?php echo esc_html( $data['title'] ); ?></th>
			<td class="forminp">
				<?php if ( null === $link ) : ?>
					<p><a class="button button-primary" href="<?php echo esc_url( Tillgate_Connect::url() ); ?>"><?php esc_html_e( 'Connect', 'tillgate-for-woocommerce' ); ?></a></p>
					<p class="description"><?php esc_html_e( 'You log in to your gateway, choose the store and approve. Nothing has to be copied.', 'tillgate-for-woocommerce' ); ?></p>
				<?php else : ?>
					<p><strong><?php esc_html_e( 'Connected', 'tillgate-for-woocommerce' ); ?></strong>
						<?php echo esc_html( isset( $link['store_name'] ) ? $link['store_name'] : '' ); ?>
						<?php if ( $this->is_test_mode() ) : ?>
							<mark><?php esc_html_e( 'test mode: no money moves', 'tillgate-for-woocommerce' ); ?></mark>
						<?php endif; ?>
					</p>
					<p>
						<a class="button" href="<?php echo esc_url( Tillgate_Connect::action_url( 'test' ) ); ?>"><?php esc_html_e( 'Test the connection', 'tillgate-for-woocommerce' ); ?></a>
						<a class="button" href="<?php echo esc_url( Tillgate_Connect::url() ); ?>"><?php esc_html_e( 'Connect again', 'tillgate-for-woocommerce' ); ?></a>
						<a class="button" href="<?php echo esc_url( Tillgate_Connect::action_url( 'rotate' ) ); ?>"><?php esc_html_e( 'Change the keys', 'tillgate-for-woocommerce' ); ?></a>
						<a class="button" href="<?php echo esc_url( Tillgate_Connect::action_url( 'disconnect' ) ); ?>"><?php esc_html_e( 'Disconnect', 'tillgate-for-woocommerce' ); ?></a>
					</p>
				<?php endif; ?>
				<ul>
					<?php foreach ( Tillgate_Doctor::findings() as $finding ) : ?>
						<li>
							<span aria-hidden="true"><?php echo 'ok' === $finding[1] ? '✓' : '!'; ?></span>
							<?php echo esc_html( $finding[0] . ( '' === $finding[2] ? '' : ': ' . $finding[2] ) ); ?>
						</li>
					<?php endforeach; ?>
				</ul>
			</td>
		</tr>
		<?php
		return (string) ob_get_clean();
	}

	/**
	 * The connection is no typed setting.
	 *
	 * @param string $key   Of the field.
	 * @param mixed  $value As sent.
	 * @return string
	 */
	public function validate_tillgate_connection_field( $key, $value ) {
		return '';
	}

	/**
	 * The gateway's address: http or https, nothing behind the host and path.
	 *
	 * @param string $key   Of the field.
	 * @param mixed  $value As sent.
	 * @return string
	 */
	public function validate_gateway_url_field( $key, $value ) {
		$url = esc_url_raw( trim( (string) $value ), array( 'http', 'https' ) );
		return untrailingslashit( preg_replace( '/[?#].*$/', '', $url ) );
	}

	/**
	 * Whether buyers see it. Called without cart and session too.
	 *
	 * @return bool
	 */
	public function is_available() {
		return parent::is_available() && '' === self::why_not( get_woocommerce_currency() );
	}

	/**
	 * Why it is not offered, as a short name; empty when it is.
	 *
	 * @param string $currency ISO 4217 code.
	 * @return string
	 */
	public static function why_not( $currency ) {
		if ( null === Tillgate_Connection::get() ) {
			return Tillgate_Connection::is_copy() ? 'copy' : 'not connected';
		}
		if ( ! Tillgate_Money::fits( wc_get_price_decimals(), $currency ) ) {
			return 'decimals';
		}
		$status = self::status();
		if ( null === $status ) {
			// A gateway that does not answer just now may do so when the buyer has filled in the form.
			return '';
		}
		if ( empty( $status['methods'] ) ) {
			return 'methods';
		}
		return empty( $status['currencies'] ) || in_array( $currency, $status['currencies'], true ) ? '' : 'currency';
	}

	/**
	 * What the gateway offers this store, perhaps some minutes old; null when it is not known.
	 *
	 * @return array|null
	 */
	private static function status() {
		$kept = get_transient( 'tillgate_status' );
		if ( is_array( $kept ) ) {
			return empty( $kept['methods'] ) && ! empty( $kept['unknown'] ) ? null : $kept;
		}
		$said = Tillgate_Api::call( 'GET', '/api/connect/status', null, null, 5 );
		// A gateway that does not answer must not slow down every page of the shop.
		set_transient( 'tillgate_status', is_wp_error( $said ) ? array( 'unknown' => true ) : $said, is_wp_error( $said ) ? MINUTE_IN_SECONDS : 10 * MINUTE_IN_SECONDS );
		return is_wp_error( $said ) ? null : $said;
	}

	/**
	 * Whether it still has to be connected: the switch in the list then leads to the settings.
	 *
	 * @return bool
	 */
	public function needs_setup() {
		return null === Tillgate_Connection::get();
	}

	/**
	 * For WooCommerce's payments list.
	 *
	 * @return bool
	 */
	public function is_account_connected() {
		return null !== Tillgate_Connection::get();
	}

	/**
	 * For WooCommerce's payments list.
	 *
	 * @return bool
	 */
	public function is_onboarding_started() {
		return $this->is_account_connected();
	}

	/**
	 * For WooCommerce's payments list.
	 *
	 * @return bool
	 */
	public function is_onboarding_completed() {
		return $this->is_account_connected();
	}

	/**
	 * Where the list's Connect button leads.
	 *
	 * @param string $return_url Where WooCommerce would like to be called back; the settings say more.
	 * @return string
	 */
	public function get_connection_url( $return_url = '' ) {
		return Tillgate_Connect::url();
	}

	/**
	 * Where the settings are.
	 *
	 * @return string
	 */
	public function get_settings_url() {
		return Tillgate_Connect::settings_url();
	}

	/**
	 * Whether no money moves.
	 *
	 * @return bool
	 */
	public function is_test_mode() {
		$link   = Tillgate_Connection::get();
		$status = null === $link ? null : self::status();
		return is_array( $status ) && isset( $status['test_mode'] ) ? (bool) $status['test_mode'] : ! empty( $link['test_mode'] );
	}

	/**
	 * Makes the payment and sends the buyer there. Called again for the same order when the buyer presses the button
	 * twice; then it is the same payment.
	 *
	 * @param int $order_id The order.
	 * @return array
	 */
	public function process_payment( $order_id ) {
		$order   = wc_get_order( $order_id );
		$payment = $order instanceof WC_Order ? Tillgate_Payments::of( $order ) : new WP_Error( 'tillgate_none', __( 'There is no such order.', 'tillgate-for-woocommerce' ) );
		if ( is_wp_error( $payment ) ) {
			$text = 'tillgate_refused' === $payment->get_error_code()
				? __( 'This order cannot be paid at the moment. If you have paid already, please do not pay again and contact the shop.', 'tillgate-for-woocommerce' )
				: $payment->get_error_message();
			wc_add_notice( $text, 'error' );
			return array( 'result' => 'failure' );
		}
		if ( 'paid' === $payment['status'] ) {
			Tillgate_Payments::look( $order );
			return array(
				'result'   => 'success',
				'redirect' => $this->get_return_url( $order ),
			);
		}
		return array(
			'result'   => 'success',
			'redirect' => $payment['checkout_url'],
		);
	}

	/**
	 * Hides the button for orders that were not paid here.
	 *
	 * @param WC_Order $order The order.
	 * @return bool
	 */
	public function can_refund_order( $order ) {
		return parent::can_refund_order( $order ) && '' !== (string) $order->get_transaction_id();
	}

	/**
	 * Gives money back. Says yes only when the provider did; what is still on its way is booked when it has arrived.
	 *
	 * @param int        $order_id The order.
	 * @param float|null $amount   In the shop's decimals.
	 * @param string     $reason   The merchant's words.
	 * @return bool|WP_Error
	 */
	public function process_refund( $order_id, $amount = null, $reason = '' ) {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof WC_Order || '' === (string) $order->get_transaction_id() ) {
			return new WP_Error( 'tillgate_refund', __( 'There is no payment to refund.', 'tillgate-for-woocommerce' ) );
		}
		return Tillgate_Refunds::ask( $order, $amount, $reason );
	}
}
