<?php
/**
 * Thin stand-ins for the parts of WooCommerce that the plugin calls: as much as its decisions need, with the oddities that
 * were seen on real shops (payment_complete() that answers true and does nothing, refunds that exist before they are paid
 * and are deleted on a no).
 */

class WP_Error {
	private $code;
	private $message;
	private $data;
	public function __construct( $code = '', $message = '', $data = null ) {
		$this->code    = $code;
		$this->message = $message;
		$this->data    = $data;
	}
	public function get_error_data() {
		return $this->data;
	}
	public function get_error_code() {
		return $this->code;
	}
	public function get_error_message() {
		return $this->message;
	}
}

class WC_Order_Item {
	private $net;
	private $tax;
	public function __construct( $net, $tax ) {
		$this->net = $net;
		$this->tax = $tax;
	}
	public function get_total() {
		return $this->net;
	}
	public function get_total_tax() {
		return $this->tax;
	}
	public function get_name() {
		return 'Tea';
	}
	public function get_quantity() {
		return 1;
	}
}

class WC_Order {
	protected $id;
	protected $data;
	public function __construct( $id, $data ) {
		$this->id   = (int) $id;
		$this->data = $data;
	}
	public static function generate_meta_cache_key( $id, $group ) {
		return $group . $id;
	}
	public function save() {
		Kept::save( $this->id, $this->data );
		do_action( 'woocommerce_update_order', $this->id );
		return $this->id;
	}
	/** Without a setter of the plugin's world: what a merchant or another plugin did. */
	public function set( $name, $value ) {
		$this->data[ $name ] = $value;
		$this->save();
		return $this;
	}
	public function get_order_key() {
		return 'wc_order_k';
	}
	public function key_is_valid( $key ) {
		return 'wc_order_k' === $key;
	}
	public function save_meta_data() {
		Kept::save( $this->id, $this->data );
	}
	public function get_id() {
		return $this->id;
	}
	public function get_order_number() {
		return (string) $this->id;
	}
	public function get_total() {
		return $this->data['total'];
	}
	public function get_currency() {
		return $this->data['currency'];
	}
	public function get_status() {
		return $this->data['status'];
	}
	public function get_payment_method() {
		return $this->data['method'];
	}
	public function set_payment_method( $method ) {
		$this->data['method'] = $method;
	}
	public function set_payment_method_title( $title ) {
		$this->data['title'] = $title;
	}
	public function get_transaction_id() {
		return $this->data['tx'];
	}
	public function set_transaction_id( $tx ) {
		$this->data['tx'] = $tx;
	}
	public function get_meta( $name ) {
		return isset( $this->data['meta'][ $name ] ) ? $this->data['meta'][ $name ] : '';
	}
	public function update_meta_data( $name, $value ) {
		$this->data['meta'][ $name ] = $value;
	}
	public function delete_meta_data( $name ) {
		unset( $this->data['meta'][ $name ] );
	}
	public function has_status( $status ) {
		return in_array( $this->data['status'], (array) $status, true );
	}
	public function is_paid() {
		return $this->has_status( array( 'processing', 'completed' ) );
	}
	public function needs_payment() {
		return $this->has_status( array( 'pending', 'failed' ) ) && '' !== trim( $this->data['total'], '0.' );
	}
	public function set_status( $status ) {
		$this->data['status'] = $status;
		if ( $this->is_paid() && null === $this->data['paid'] ) {
			$this->data['paid'] = time();
		}
	}
	public function update_status( $status, $note = '' ) {
		$from = $this->data['status'];
		$this->set_status( $status );
		if ( '' !== $note ) {
			$this->data['notes'][] = $note;
		}
		$this->save();
		do_action( 'woocommerce_order_status_changed', $this->id, $from, $status, $this );
		// As wc_order_fully_refunded(): books all that is left, and moves nothing.
		$left = Tillgate_Money::sum( array( $this->data['total'], '-' . $this->get_total_refunded() ), $this->data['currency'] );
		if ( 'refunded' === $status && '' !== trim( $left, '0.' ) ) {
			wc_create_refund( array( 'order_id' => $this->id, 'amount' => $left ) );
		}
	}
	public function add_order_note( $note ) {
		$this->data['notes'][] = $note;
		Kept::save( $this->id, $this->data );
	}
	/** As the real one: true, and nothing done, when the state is not one of these. */
	public function payment_complete( $tx ) {
		if ( Shop::$broken ) {
			return false;
		}
		if ( $this->has_status( array( 'on-hold', 'pending', 'failed', 'cancelled' ) ) ) {
			usleep( Shop::$slow );
			$this->data['tx'] = $tx;
			$this->update_status( 'processing' );
			Kept::count( 'mails', $this->id );
		}
		return true;
	}
	public function mails() {
		return Kept::counted( 'mails', $this->id );
	}
	public function get_date_paid() {
		return $this->data['paid'];
	}
	public function data() {
		return $this->data;
	}
	public function notes() {
		return implode( "\n", $this->data['notes'] );
	}
	public function get_items( $kinds = 'line_item' ) {
		return array( new WC_Order_Item( Shop::$net, Shop::$tax ) );
	}
	public function get_total_tax() {
		return '3.79';
	}
	public function get_billing_country() {
		return $this->data['country'];
	}
	public function get_checkout_order_received_url() {
		return Shop::$home . '/checkout/order-received/' . $this->id;
	}
	public function get_checkout_payment_url() {
		return Shop::$home . '/checkout/order-pay/' . $this->id;
	}
	public function get_total_refunded() {
		return Tillgate_Money::sum( array_merge( array( '0' ), array_column( $this->data['refunds'], 'amount' ) ), $this->data['currency'] );
	}
	public function get_refunds() {
		$refunds = array();
		foreach ( array_reverse( array_keys( $this->data['refunds'] ) ) as $number ) {
			$refunds[] = new WC_Order_Refund( $this->id, $number, $this->data['refunds'][ $number ] );
		}
		return $refunds;
	}
	public function get_date_created() {
		return new DateTime( '@' . $this->data['created'] );
	}
	public function keep_refund( $number, $refund ) {
		$this->data['refunds'][ $number ] = $refund;
		if ( null === $refund ) {
			unset( $this->data['refunds'][ $number ] );
		}
		Kept::save( $this->id, $this->data );
	}
}

class WC_Order_Refund {
	private $order;
	private $number;
	private $data;
	public function __construct( $order, $number, $data ) {
		$this->order  = $order;
		$this->number = $number;
		$this->data   = $data;
	}
	public function get_id() {
		return $this->order * 100 + $this->number;
	}
	public function get_amount() {
		return $this->data['amount'];
	}
	public function get_refunded_payment() {
		return $this->data['moved'];
	}
	public function get_meta( $name ) {
		return isset( $this->data['meta'][ $name ] ) ? $this->data['meta'][ $name ] : '';
	}
	public function update_meta_data( $name, $value ) {
		$this->data['meta'][ $name ] = $value;
	}
	public function set_refunded_payment( $moved ) {
		$this->data['moved'] = $moved;
	}
	public function save() {
		wc_get_order( $this->order )->keep_refund( $this->number, $this->data );
	}
	public function delete() {
		wc_get_order( $this->order )->keep_refund( $this->number, null );
	}
}

/** Books a refund; the newest comes first. With refund_payment it is there before it is paid, and goes on a no. */
function wc_create_refund( $args ) {
	$order = wc_get_order( $args['order_id'] );
	$left  = Tillgate_Money::sum( array( $order->get_total(), '-' . $order->get_total_refunded(), '-' . $args['amount'] ), $order->get_currency() );
	if ( '-' === $left[0] ) {
		return new WP_Error( 'error', 'Invalid refund amount.' );
	}
	$numbers = array_keys( $order->data()['refunds'] );
	$refund  = new WC_Order_Refund( $order->get_id(), $numbers ? max( $numbers ) + 1 : 0, array( 'amount' => $args['amount'], 'meta' => array(), 'moved' => false ) );
	usleep( Shop::$slow );
	do_action( 'woocommerce_create_refund', $refund, $args );
	$refund->save();
	Kept::count( 'booked', $order->get_id() );
	if ( ! empty( $args['refund_payment'] ) ) {
		$gateway = new Tillgate_Gateway();
		$done    = $gateway->process_refund( $order->get_id(), $args['amount'], 'broken' );
		$refund  = wc_get_order( $refund->get_id() );
		if ( is_wp_error( $done ) ) {
			$refund->delete();
			return $done;
		}
		$refund->set_refunded_payment( true );
		$refund->save();
	}
	do_action( 'woocommerce_order_refunded', $order->get_id(), $refund->get_id() );
	if ( '' === trim( $left, '0.' ) && ! $order->has_status( 'refunded' ) ) {
		$order->update_status( 'refunded' );
	}
	return $refund;
}

function wc_get_order( $id ) {
	$id = (int) $id;
	if ( $id < 100 ) {
		return Kept::order( $id );
	}
	$order = Kept::order( intdiv( $id, 100 ) );
	foreach ( $order ? $order->get_refunds() : array() as $refund ) {
		if ( $refund->get_id() === $id ) {
			return $refund;
		}
	}
	return false;
}

function wc_get_orders( $args ) {
	return array_values(
		array_filter(
			array_map( 'wc_get_order', Kept::ids() ),
			function ( $order ) use ( $args ) {
				return $order->has_status( $args['status'] ) && $order->get_payment_method() === $args['payment_method'];
			}
		)
	);
}

class WC_Payment_Gateway {
	public $id;
	public $method_title;
	public $method_description;
	public $has_fields;
	public $supports;
	public $form_fields;
	public $title;
	public $description;
	public $order_button_text;
	public $view_transaction_url;
	public $enabled = 'yes';
	public function init_settings() {}
	public function get_option( $name ) {
		return '';
	}
	public function is_available() {
		return 'yes' === $this->enabled;
	}
	public function can_refund_order( $order ) {
		return true;
	}
	public function get_return_url( $order ) {
		return $order->get_checkout_order_received_url();
	}
}
