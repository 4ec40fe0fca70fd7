<?php
/**
 * What the gateway tells and asks.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * The shop's one address for the gateway, as a REST route and, where that is blocked, as a wc-api address.
 */
final class Tillgate_Notify {
	const SPACE   = 'tillgate/v1';
	const LARGEST = 262144;

	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_action(
			'rest_api_init',
			function () {
				register_rest_route(
					self::SPACE,
					'/notify',
					array(
						'methods'             => 'POST',
						'callback'            => array( __CLASS__, 'rest' ),
						// The signature is the permission.
						'permission_callback' => '__return_true',
					)
				);
			}
		);
		add_filter( 'rest_pre_serve_request', array( __CLASS__, 'serve_raw' ), 10, 3 );
		add_action( 'woocommerce_api_tillgate', array( __CLASS__, 'wc_api' ) );
	}

	/**
	 * The preferred address.
	 *
	 * @return string
	 */
	public static function url() {
		return rest_url( self::SPACE . '/notify' );
	}

	/**
	 * The other one.
	 *
	 * @return string
	 */
	public static function fallback_url() {
		return WC()->api_request_url( 'tillgate' );
	}

	/**
	 * Serves the REST route.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response
	 */
	public static function rest( $request ) {
		$headers = array();
		foreach ( $request->get_headers() as $name => $values ) {
			$headers[ str_replace( '_', '-', strtolower( $name ) ) ] = (string) $values[0];
		}
		$answer   = self::handle( (string) $request->get_body(), $headers, time() );
		$response = new WP_REST_Response( array( 'tillgate' => $answer['body'] ), $answer['status'] );
		foreach ( $answer['headers'] as $name => $value ) {
			$response->header( $name, $value );
		}
		return $response;
	}

	/**
	 * What is signed are bytes: WordPress must not encode the answer once more.
	 *
	 * @param bool             $served  Whether it was served already.
	 * @param WP_HTTP_Response $result  The answer.
	 * @param WP_REST_Request  $request The request.
	 * @return bool
	 */
	public static function serve_raw( $served, $result, $request ) {
		$data = $result->get_data();
		if ( $served || '/' . self::SPACE . '/notify' !== $request->get_route() || ! is_array( $data ) || ! isset( $data['tillgate'] ) ) {
			return $served;
		}
		echo $data['tillgate']; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- JSON made by wp_json_encode.
		return true;
	}

	/**
	 * Serves the wc-api address.
	 */
	public static function wc_api() {
		$headers = array();
		foreach ( $_SERVER as $name => $value ) {
			if ( 0 === strpos( $name, 'HTTP_' ) && is_string( $value ) ) {
				$headers[ str_replace( '_', '-', strtolower( substr( $name, 5 ) ) ) ] = wp_unslash( $value ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- Compared with a signature, byte for byte.
			}
		}
		$body   = (string) file_get_contents( 'php://input' ); // phpcs:ignore WordPress.WP.AlternativeFunctions.file_get_contents_file_get_contents -- The request's own body.
		$answer = self::handle( $body, $headers, time() );
		status_header( $answer['status'] );
		header( 'Content-Type: application/json; charset=utf-8' );
		foreach ( $answer['headers'] as $name => $value ) {
			header( $name . ': ' . $value );
		}
		echo $answer['body']; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- JSON made by wp_json_encode.
		exit;
	}

	/**
	 * Checks a message, does what it says, answers.
	 *
	 * @param string $body    Raw bytes.
	 * @param array  $headers By lower-case name.
	 * @param int    $now     Seconds since 1970.
	 * @return array Status, headers and body.
	 */
	public static function handle( $body, $headers, $now ) {
		$link = Tillgate_Connection::get();
		if ( null === $link ) {
			return self::plain( 401, Tillgate_Connection::is_copy() ? 'this is a copy of the connected site' : 'not connected' );
		}
		if ( strlen( $body ) > self::LARGEST ) {
			return self::plain( 413, 'too large' );
		}
		$refusal = Tillgate_Signature::refusal( $body, $headers, $link, $now );
		if ( null !== $refusal ) {
			Tillgate_Connection::log( 'warning', 'a message was not believed: ' . $refusal );
			return self::plain( 401, $refusal );
		}
		$message = json_decode( $body, true );
		if ( ! is_array( $message ) || ! isset( $message['type'] ) || ! is_string( $message['type'] ) || $link['store_id'] !== ( isset( $message['store_id'] ) ? $message['store_id'] : '' ) ) {
			return self::plain( 400, 'not a message for this store' );
		}
		$id = $headers['webhook-id'];
		if ( 'ping' === $message['type'] ) {
			return self::signed(
				200,
				$id,
				array(
					'pong' => $id,
					'time' => gmdate( 'Y-m-d\TH:i:s\Z', $now ),
				),
				$link,
				$now
			);
		}
		return 'order.read' === $message['type'] ? self::read( $id, $message, $link, $now ) : self::event( $message );
	}

	/**
	 * Answers with an order.
	 *
	 * @param string $id      The message's name.
	 * @param array  $message The question.
	 * @param array  $link    The connection.
	 * @param int    $now     Seconds since 1970.
	 * @return array
	 */
	private static function read( $id, $message, $link, $now ) {
		$reference = isset( $message['order'] ) && is_scalar( $message['order'] ) ? (string) $message['order'] : '';
		$order     = ctype_digit( $reference ) && strlen( $reference ) < 19 ? wc_get_order( (int) $reference ) : null;
		if ( ! $order instanceof WC_Order ) {
			return self::signed(
				404,
				$id,
				array(
					'order' => $reference,
					'state' => 'missing',
				),
				$link,
				$now
			);
		}
		return self::signed( 200, $id, Tillgate_Orders::read( $order ), $link, $now );
	}

	/**
	 * Applies an event. A repeat is harmless; only what a repeat can mend is answered with an error.
	 *
	 * @param array $event The event.
	 * @return array
	 */
	private static function event( $event ) {
		$data      = isset( $event['data'] ) && is_array( $event['data'] ) ? $event['data'] : array();
		$reference = isset( $data['order_reference'] ) ? (string) $data['order_reference'] : '';
		if ( ! ctype_digit( $reference ) || strlen( $reference ) > 18 || ! isset( $event['payment_id'] ) ) {
			return self::plain( 200, 'not about an order of this shop' );
		}
		$event['data'] = $data;
		$came          = Tillgate_Orders::locked(
			(int) $reference,
			function ( $order ) use ( $event ) {
				if ( null === $order || ! Tillgate_Orders::may_be_ours( $order ) ) {
					return 'no such order';
				}
				return Tillgate_Settlement::apply( $order, $event );
			}
		);
		Tillgate_Connection::log( 'info', $event['type'] . ' of order ' . $reference . ': ' . ( null === $came ? 'busy' : $came ) );
		return null === $came || 0 === strpos( $came, Tillgate_Settlement::AGAIN ) ? self::plain( 503, null === $came ? 'busy' : $came ) : self::plain( 200, $came );
	}

	/**
	 * An answer that needs no signature.
	 *
	 * @param int    $status HTTP status.
	 * @param string $said   In a few words.
	 * @return array
	 */
	private static function plain( $status, $said ) {
		return array(
			'status'  => $status,
			'headers' => array(),
			'body'    => wp_json_encode( array( 'result' => $said ) ),
		);
	}

	/**
	 * A signed answer.
	 *
	 * @param int    $status HTTP status.
	 * @param string $id     The message's name.
	 * @param array  $said   To be sent as JSON.
	 * @param array  $link   The connection.
	 * @param int    $now    Seconds since 1970.
	 * @return array
	 */
	private static function signed( $status, $id, $said, $link, $now ) {
		$body = wp_json_encode( $said );
		return array(
			'status'  => $status,
			'headers' => Tillgate_Signature::headers( $id, $body, $link['callback_secret'], $now ),
			'body'    => $body,
		);
	}
}
