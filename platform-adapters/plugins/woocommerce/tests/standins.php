<?php
/**
 * Thin stand-ins for the parts of WordPress and WooCommerce that the plugin calls: as much as its decisions need, with the
 * oddities that were seen on real shops (payment_complete() that answers true and does nothing, refunds that exist before
 * they are paid). Orders are kept in a file, so that several processes see the same ones.
 */

define( 'ABSPATH', __DIR__ . '/' );
define( 'DB_NAME', 'shop' );
define( 'HOUR_IN_SECONDS', 3600 );
define( 'DAY_IN_SECONDS', 86400 );
define( 'MINUTE_IN_SECONDS', 60 );
define( 'WC_VERSION', '11.0.1' );

/** What the test sees and sets. */
final class Shop {
	public static $file;
	public static $options    = array();
	public static $transients = array();
	public static $calls      = array();
	public static $answers    = array();
	public static $pushed     = array();
	public static $log        = array();
	public static $notices    = array();
	public static $home       = 'https://shop.example';
	public static $session    = array();

	public static function fresh() {
		self::$file       = tempnam( sys_get_temp_dir(), 'shop' );
		self::$transients = array();
		self::$calls      = array();
		self::$answers    = array();
		self::$pushed     = array();
		self::$log        = array();
		self::$notices    = array();
		self::$home       = 'https://shop.example';
		self::$session    = array();
		self::$options    = array( 'permalink_structure' => '/%postname%/' );
		Tillgate_Connection::put(
			array(
				'gateway'         => 'https://pay.example',
				'store_id'        => 'sto_1',
				'client_id'       => 'cli_1',
				'client_secret'   => 'secret',
				'callback_secret' => 'whsec_' . base64_encode( str_repeat( 'k', 32 ) ),
				'issuer'          => 'https://pay.example',
				'jwks_url'        => 'https://pay.example/.well-known/jwks.json',
				'token_url'       => 'https://pay.example/api/oauth/token',
				'inbound_url'     => 'https://pay.example/hooks/shops/sto_1',
			)
		);
	}

	public static function orders() {
		$kept = is_file( self::$file ) ? json_decode( (string) file_get_contents( self::$file ), true ) : null;
		return is_array( $kept ) ? $kept : array();
	}

	public static function keep( $id, $data ) {
		$all        = self::orders();
		$all[ $id ] = $data;
		file_put_contents( self::$file, json_encode( $all ) );
	}

	/** An order that waits for its money. */
	public static function order( $id, $total, $currency = 'EUR', $more = array() ) {
		self::keep(
			$id,
			$more + array(
				'status'   => 'pending',
				'total'    => $total,
				'currency' => $currency,
				'method'   => 'tillgate',
				'tx'       => '',
				'meta'     => array(),
				'notes'    => array(),
				'refunds'  => array(),
				'mails'    => 0,
			)
		);
		return new WC_Order( $id );
	}
}

class WP_Error {
	private $code;
	private $message;
	public function __construct( $code = '', $message = '', $data = null ) {
		$this->code    = $code;
		$this->message = $message;
	}
	public function get_error_code() {
		return $this->code;
	}
	public function get_error_message() {
		return $this->message;
	}
}

class WC_Order_Item {
	public function get_total() {
		return '8.264463';
	}
	public function get_total_tax() {
		return '1.735537';
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
	public function __construct( $id ) {
		$this->id   = (int) $id;
		$all        = Shop::orders();
		$this->data = $all[ $this->id ];
	}
	public function save() {
		Shop::keep( $this->id, $this->data );
		return $this->id;
	}
	public function save_meta_data() {
		$this->save();
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
	public function set_total( $total ) {
		$this->data['total'] = $total;
		$this->save();
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
		return $this->has_status( array( 'pending', 'failed' ) );
	}
	public function update_status( $status, $note = '' ) {
		$this->data['status'] = $status;
		$this->add_order_note( $note );
	}
	public function add_order_note( $note ) {
		$this->data['notes'][] = $note;
		$this->save();
	}
	/** As the real one: true, and nothing done, when the state is not one of these. */
	public function payment_complete( $tx ) {
		if ( $this->has_status( array( 'on-hold', 'pending', 'failed', 'cancelled' ) ) ) {
			$this->data['status'] = 'processing';
			$this->data['tx']     = $tx;
			++$this->data['mails'];
			$this->save();
		}
		return true;
	}
	public function mails() {
		return $this->data['mails'];
	}
	public function notes() {
		return implode( "\n", $this->data['notes'] );
	}
	public function get_items() {
		return array( new WC_Order_Item() );
	}
	public function get_billing_country() {
		return 'DE';
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
			$refunds[] = new WC_Order_Refund( $this->id, $number );
		}
		return $refunds;
	}
	public function get_date_created() {
		return null;
	}
}

class WC_Order_Refund {
	private $order;
	private $number;
	private $data;
	public function __construct( $order, $number ) {
		$this->order  = $order;
		$this->number = $number;
		$all          = Shop::orders();
		$this->data   = $all[ $order ]['refunds'][ $number ];
	}
	public function get_id() {
		return $this->order * 100 + $this->number;
	}
	public function get_amount() {
		return $this->data['amount'];
	}
	public function get_meta( $name ) {
		return isset( $this->data['meta'][ $name ] ) ? $this->data['meta'][ $name ] : '';
	}
	public function update_meta_data( $name, $value ) {
		$this->data['meta'][ $name ] = $value;
	}
	public function save() {
		$all = Shop::orders();
		$all[ $this->order ]['refunds'][ $this->number ] = $this->data;
		Shop::keep( $this->order, $all[ $this->order ] );
	}
}

/** Books a refund; the newest comes first. */
function wc_create_refund( $args ) {
	$all  = Shop::orders();
	$data = $all[ $args['order_id'] ];
	$data['refunds'][] = array(
		'amount' => $args['amount'],
		'meta'   => array(),
	);
	Shop::keep( $args['order_id'], $data );
	return new WC_Order_Refund( $args['order_id'], count( $data['refunds'] ) - 1 );
}

function wc_get_order( $id ) {
	$all = Shop::orders();
	return isset( $all[ (int) $id ] ) ? new WC_Order( $id ) : false;
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

/** GET_LOCK as a lock of a file: it holds between processes, as the database's does. */
final class Lock_Wpdb {
	public $prefix = 'wp_';
	private $held  = array();
	public function prepare( $sql, $value ) {
		return array( $sql, $value );
	}
	public function get_var( $query ) {
		$handle = fopen( sys_get_temp_dir() . '/' . $query[1] . '.lock', 'c' );
		flock( $handle, LOCK_EX );
		$this->held[ $query[1] ] = $handle;
		return '1';
	}
	public function query( $query ) {
		flock( $this->held[ $query[1] ], LOCK_UN );
		return 1;
	}
}
$GLOBALS['wpdb'] = new Lock_Wpdb();

final class Session_Standin {
	public function get( $name ) {
		return isset( Shop::$session[ $name ] ) ? Shop::$session[ $name ] : null;
	}
	public function set( $name, $value ) {
		Shop::$session[ $name ] = $value;
	}
}
final class WC_Standin {
	public $session;
	public function __construct() {
		$this->session = new Session_Standin();
	}
	public function api_request_url( $name ) {
		return Shop::$home . '/wc-api/' . $name . '/';
	}
}
function WC() {
	static $wc = null;
	$wc = null === $wc ? new WC_Standin() : $wc;
	return $wc;
}

/** The gateway: answers are queued by "METHOD path"; every call is noted. */
function wp_remote_request( $url, $args ) {
	$path          = preg_replace( '#^https://pay\.example#', '', $url );
	Shop::$calls[] = array(
		'what' => $args['method'] . ' ' . $path,
		'key'  => isset( $args['headers']['Idempotency-Key'] ) ? $args['headers']['Idempotency-Key'] : null,
		'body' => isset( $args['body'] ) ? json_decode( $args['body'], true ) : null,
	);
	foreach ( Shop::$answers as $pattern => $answer ) {
		if ( preg_match( '#^' . $pattern . '$#', $args['method'] . ' ' . $path ) ) {
			return $answer instanceof WP_Error ? $answer : array(
				'code' => $answer[0],
				'body' => json_encode( $answer[1] ),
			);
		}
	}
	return new WP_Error( 'http_request_failed', 'nobody there' );
}
function wp_remote_post( $url, $args ) {
	if ( false !== strpos( $url, '/api/oauth/token' ) ) {
		return array(
			'code' => 200,
			'body' => '{"access_token":"t","expires_in":900}',
		);
	}
	Shop::$pushed[] = array(
		'url'     => $url,
		'body'    => $args['body'],
		'headers' => $args['headers'],
	);
	return array(
		'code' => 200,
		'body' => '',
	);
}
function wp_remote_get( $url, $args ) {
	return array(
		'code' => 200,
		'body' => json_encode( array( 'keys' => isset( Shop::$options['jwks'] ) ? Shop::$options['jwks'] : array() ) ),
	);
}
function wp_remote_retrieve_response_code( $answer ) {
	return $answer['code'];
}
function wp_remote_retrieve_body( $answer ) {
	return $answer['body'];
}
function is_wp_error( $thing ) {
	return $thing instanceof WP_Error;
}
function get_option( $name, $otherwise = false ) {
	return isset( Shop::$options[ $name ] ) ? Shop::$options[ $name ] : $otherwise;
}
function update_option( $name, $value, $autoload = null ) {
	Shop::$options[ $name ] = $value;
}
function delete_option( $name ) {
	unset( Shop::$options[ $name ] );
}
function get_transient( $name ) {
	return isset( Shop::$transients[ $name ] ) ? Shop::$transients[ $name ] : false;
}
function set_transient( $name, $value, $life = 0 ) {
	Shop::$transients[ $name ] = $value;
}
function delete_transient( $name ) {
	unset( Shop::$transients[ $name ] );
}
function home_url() {
	return Shop::$home;
}
function untrailingslashit( $text ) {
	return rtrim( $text, '/' );
}
function wp_json_encode( $thing ) {
	return json_encode( $thing );
}
function wp_strip_all_tags( $text ) {
	return strip_tags( $text );
}
function wc_add_notice( $text, $kind = 'success' ) {
	Shop::$notices[] = $text;
}
function determine_locale() {
	return 'en_US';
}
function get_woocommerce_currency() {
	return 'EUR';
}
function wc_get_price_decimals() {
	return 2;
}
function __( $text, $domain = '' ) {
	return $text;
}
function wc_get_logger() {
	return new class() {
		public function log( $level, $message, $context ) {
			Shop::$log[] = $level . ' ' . $message;
		}
	};
}
function add_action() {}
function add_filter() {}
