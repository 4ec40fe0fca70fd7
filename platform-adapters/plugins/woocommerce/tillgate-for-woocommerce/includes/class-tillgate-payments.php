<?php
/**
 * Payments of orders.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Makes payments at the gateway and asks what became of them. Only the order counts, never the cart: on the order-pay page
 * there is none.
 */
final class Tillgate_Payments {
	const SESSION = 'tillgate_open';

	/** What an attempt is while money may be on its way; what it is while the buyer may still be at it. */
	const MOVING  = array( 'started', 'pending', 'authorized' );
	const AT_IT   = array( 'awaiting_payer' );
	const BY_SELF = array( 'transfer', 'send_crypto' );

	/** Problems that mean: the gateway knows a later version of the order than the shop remembers. */
	const LATER = array( 'wrong-state', 'invalid-request', 'already-paid' );

	/**
	 * The payment of an order as it is now: a new one, or the same again when nothing has changed.
	 *
	 * @param WC_Order $order The order.
	 * @return array|WP_Error The payment; its checkout_url is where the buyer pays.
	 */
	public static function of( $order ) {
		if ( null === Tillgate_Money::exact( $order->get_total(), $order->get_currency() ) ) {
			return new WP_Error( 'tillgate_amount', __( 'The amount of this order has more decimals than its currency. Please contact the shop.', 'tillgate-for-woocommerce' ) );
		}
		$problem = self::close_older( $order );
		if ( null !== $problem ) {
			return $problem;
		}
		$payment = Tillgate_Orders::locked(
			$order->get_id(),
			function ( $locked ) {
				return null === $locked ? new WP_Error( 'tillgate_none', __( 'There is no such order.', 'tillgate-for-woocommerce' ) ) : self::open( $locked );
			}
		);
		if ( null === $payment ) {
			return new WP_Error( 'tillgate_unknown', __( 'The payment gateway did not answer. Please try again in a moment.', 'tillgate-for-woocommerce' ) );
		}
		if ( ! is_wp_error( $payment ) ) {
			self::remember( $order->get_id(), $payment['id'] );
		}
		return 'in-doubt' === self::code( $payment ) ? self::in_doubt() : $payment;
	}

	/**
	 * What the buyer is told while nobody knows.
	 *
	 * @return WP_Error
	 */
	private static function in_doubt() {
		return new WP_Error( 'tillgate_in_doubt', __( 'A payment that you began before is still being checked. Please wait a few minutes, so that you do not pay twice.', 'tillgate-for-woocommerce' ) );
	}

	/**
	 * The same, while nobody else works on the order.
	 *
	 * @param WC_Order $order The order.
	 * @return array|WP_Error
	 */
	private static function open( $order ) {
		$known = '' === (string) $order->get_meta( Tillgate_Orders::PAYMENT ) ? null : self::newest( $order );
		for ( $try = 0; $try < 3; $try++ ) {
			$payment = is_wp_error( $known ) ? $known : self::usable( $order, $known );
			if ( ! in_array( self::code( $payment ), self::LATER, true ) ) {
				break;
			}
			$order->update_meta_data( Tillgate_Orders::PAYMENT, '' );
			$known = self::newest( $order );
			if ( null === $known ) {
				break;
			}
		}
		if ( ! is_wp_error( $payment ) ) {
			$order->update_meta_data( Tillgate_Orders::PAYMENT, $payment['id'] );
			$order->save();
		}
		return $payment;
	}

	/**
	 * A payment that can be used for the order as it is.
	 *
	 * @param WC_Order   $order The order.
	 * @param array|null $known The payment it has.
	 * @return array|WP_Error
	 */
	private static function usable( $order, $known ) {
		if ( null !== $known ) {
			if ( in_array( $known['status'], array( 'paid', 'authorized' ), true ) || self::is_moving( $known ) ) {
				// That payment's own page says what is going on, and lets nobody pay twice.
				return $known;
			}
			$same = $known['currency'] === $order->get_currency() && Tillgate_Money::same( $known['amount'], $order->get_total(), $known['currency'] );
			if ( $same && 'open' !== $known['status'] ) {
				$known = Tillgate_Api::call( 'POST', '/api/v1/payments/' . $known['id'] . '/reopen', null, 'reopen-' . $known['id'] );
			}
			if ( $same ) {
				if ( ! is_wp_error( $known ) ) {
					Tillgate_Orders::revise( $order, (int) $known['revision'] );
				}
				return $known;
			}
			if ( Tillgate_Orders::revision( $order ) <= (int) $known['revision'] ) {
				Tillgate_Orders::revise( $order, (int) $known['revision'] + 1 );
			}
		}
		$body = Tillgate_Orders::payment_body( $order );
		// The same for the same thing: pressed twice it is one payment.
		return Tillgate_Api::call( 'POST', '/api/v1/payments', $body, 'woo-' . md5( home_url() . ' ' . wp_json_encode( $body ) ) );
	}

	/**
	 * The payment that counts. The gateway makes one by itself when an order was changed, or is offered in a chat.
	 *
	 * @param WC_Order $order The order.
	 * @return array|WP_Error|null Null when there is none.
	 */
	private static function newest( $order ) {
		$id      = (string) $order->get_meta( Tillgate_Orders::PAYMENT );
		$payment = '' === $id ? null : Tillgate_Api::call( 'GET', '/api/v1/payments/' . $id, null, null, 8 );
		$gone    = 'not-found' === self::code( $payment );
		if ( null !== $payment && ! $gone && ( is_wp_error( $payment ) || 'canceled' !== $payment['status'] ) ) {
			return $payment;
		}
		$page = Tillgate_Api::call( 'GET', '/api/v1/payments?limit=1&order=' . $order->get_id(), null, null, 8 );
		if ( is_wp_error( $page ) || empty( $page['data'] ) ) {
			return is_wp_error( $page ) ? $page : ( $gone ? null : $payment );
		}
		return $page['data'][0]['id'] === $id ? $payment : Tillgate_Api::call( 'GET', '/api/v1/payments/' . $page['data'][0]['id'], null, null, 8 );
	}

	/**
	 * The gateway's short name for a problem.
	 *
	 * @param mixed $answer Its answer.
	 * @return string Empty when there is none.
	 */
	private static function code( $answer ) {
		$problem = is_wp_error( $answer ) ? $answer->get_error_data() : null;
		return is_array( $problem ) && isset( $problem['code'] ) && 'tillgate_refused' === $answer->get_error_code() ? (string) $problem['code'] : '';
	}

	/**
	 * The buyer's session knows which payment is open.
	 *
	 * @param int    $order   The order.
	 * @param string $payment The payment.
	 */
	private static function remember( $order, $payment ) {
		if ( function_exists( 'WC' ) && WC()->session ) {
			WC()->session->set(
				self::SESSION,
				array(
					'order'   => $order,
					'payment' => $payment,
				)
			);
		}
	}

	/**
	 * A changed cart makes another order and leaves the earlier one open: both could be paid. The earlier one's payment is
	 * closed; while money for it may be on its way nothing else is opened.
	 *
	 * @param WC_Order $order The order that is to be paid now.
	 * @return WP_Error|null
	 */
	private static function close_older( $order ) {
		$open = function_exists( 'WC' ) && WC()->session ? WC()->session->get( self::SESSION ) : null;
		if ( ! is_array( $open ) || (int) $open['order'] === $order->get_id() ) {
			return null;
		}
		$said = Tillgate_Api::call( 'POST', '/api/v1/payments/' . $open['payment'] . '/cancel', null, 'cancel-' . $open['payment'] );
		if ( 'in-doubt' === self::code( $said ) ) {
			return self::in_doubt();
		}
		if ( is_wp_error( $said ) && 'tillgate_refused' !== $said->get_error_code() ) {
			return $said;
		}
		WC()->session->set( self::SESSION, null );
		$older = is_wp_error( $said ) ? wc_get_order( (int) $open['order'] ) : null;
		if ( $older instanceof WC_Order ) {
			self::look( $older );
		}
		return null;
	}

	/**
	 * Asks the gateway for the order's payment, and applies what it says.
	 *
	 * @param WC_Order $order The order.
	 * @return array|WP_Error|null The payment; null when there is none.
	 */
	public static function look( $order ) {
		$payment = self::newest( $order );
		if ( null === $payment || is_wp_error( $payment ) ) {
			return $payment;
		}
		$came = Tillgate_Orders::locked(
			$order->get_id(),
			function ( $locked ) use ( $payment ) {
				return null === $locked ? 'no such order' : self::applied( $locked, $payment );
			}
		);
		Tillgate_Connection::log( 'info', 'asked about order ' . $order->get_id() . ': ' . $payment['status'] . ', ' . ( null === $came ? 'busy' : $came ) );
		return $payment;
	}

	/**
	 * Applies a payment as the gateway's API says it.
	 *
	 * @param WC_Order $order   The order, locked.
	 * @param array    $payment The payment.
	 * @return string What came of it.
	 */
	private static function applied( $order, $payment ) {
		if ( (string) $order->get_meta( Tillgate_Orders::PAYMENT ) !== $payment['id'] ) {
			$order->update_meta_data( Tillgate_Orders::PAYMENT, $payment['id'] );
			$order->save();
		}
		if ( ! in_array( $payment['status'], array( 'paid', 'expired' ), true ) ) {
			return 'nothing to do';
		}
		return Tillgate_Settlement::apply(
			$order,
			array(
				'type'       => 'payment.' . $payment['status'],
				'payment_id' => $payment['id'],
				'data'       => array(
					'amount'   => $payment['amount'],
					'currency' => $payment['currency'],
				),
			)
		);
	}

	/**
	 * Whether money may be on its way: the buyer has done all there is to do. A page that was left half way is not that, a
	 * transfer is.
	 *
	 * @param array $payment Of the gateway.
	 * @return bool
	 */
	public static function is_moving( $payment ) {
		return ! empty( $payment['in_doubt'] ) || 'authorized' === $payment['status']
			|| self::has_attempt( $payment, self::MOVING ) || self::has_attempt( $payment, self::AT_IT, self::BY_SELF );
	}

	/**
	 * Whether the buyer may be paying at this moment.
	 *
	 * @param array $payment Of the gateway.
	 * @return bool
	 */
	public static function is_at_it( $payment ) {
		return self::has_attempt( $payment, self::AT_IT );
	}

	/**
	 * Whether one of the tries stands so.
	 *
	 * @param array         $payment  Of the gateway.
	 * @param string[]      $statuses Of attempts.
	 * @param string[]|null $actions  Only with such a next action.
	 * @return bool
	 */
	private static function has_attempt( $payment, $statuses, $actions = null ) {
		foreach ( isset( $payment['attempts'] ) ? $payment['attempts'] : array() as $attempt ) {
			$action = isset( $attempt['next_action']['type'] ) ? $attempt['next_action']['type'] : '';
			if ( in_array( $attempt['status'], $statuses, true ) && ( null === $actions || in_array( $action, $actions, true ) ) ) {
				return true;
			}
		}
		return false;
	}
}
