<?php
/**
 * What the gateway's events mean for an order.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Reads orders for the gateway, and applies what it says to them. Each order is handled by one at a time.
 */
final class Tillgate_Orders {
	const PAYMENT = '_tillgate_payment_id';
	const REFUND  = '_tillgate_refund_id';
	const DOUBT   = '_tillgate_in_doubt';

	/**
	 * Whether the buyer chose to pay the order here.
	 *
	 * @param WC_Order $order The order.
	 * @return bool
	 */
	public static function is_ours( $order ) {
		return Tillgate_Gateway::ID === $order->get_payment_method();
	}

	/**
	 * The order as the gateway reads it, or null when it cannot be said exactly.
	 *
	 * @param WC_Order $order The order.
	 * @return array|null
	 */
	public static function read( $order ) {
		$currency = $order->get_currency();
		$amount   = Tillgate_Money::exact( $order->get_total(), $currency );
		$refunded = Tillgate_Money::exact( $order->get_total_refunded(), $currency );
		if ( null === $amount || null === $refunded ) {
			return null;
		}
		return array(
			'order'          => (string) $order->get_id(),
			'revision'       => self::revision( $order ),
			'state'          => self::state( $order ),
			'amount'         => $amount,
			'currency'       => $currency,
			'refunded'       => $refunded,
			'transaction_id' => '' === (string) $order->get_transaction_id() ? null : (string) $order->get_transaction_id(),
			'offered'        => self::is_ours( $order ),
			'description'    => self::description( $order ),
			'lines'          => self::lines( $order ),
			'country'        => preg_match( '/^[A-Z]{2}$/', (string) $order->get_billing_country() ) ? $order->get_billing_country() : null,
			'return_url'     => $order->get_checkout_order_received_url(),
			'cancel_url'     => self::retry_url( $order ),
		);
	}

	/**
	 * The shop's version of the order: only what changes the amount makes a new one.
	 *
	 * @param WC_Order $order The order.
	 * @return int
	 */
	public static function revision( $order ) {
		$fingerprint = md5( $order->get_currency() . ' ' . $order->get_total() );
		$known       = $order->get_meta( '_tillgate_revision' );
		$known       = is_array( $known ) ? $known : array();
		if ( isset( $known['of'] ) && $known['of'] === $fingerprint ) {
			return (int) $known['number'];
		}
		$number = isset( $known['number'] ) ? (int) $known['number'] + 1 : 1;
		$order->update_meta_data(
			'_tillgate_revision',
			array(
				'of'     => $fingerprint,
				'number' => $number,
			)
		);
		$order->save_meta_data();
		return $number;
	}

	/**
	 * The order's state in the gateway's words.
	 *
	 * @param WC_Order $order The order.
	 * @return string
	 */
	private static function state( $order ) {
		if ( $order->has_status( 'refunded' ) ) {
			return 'refunded';
		}
		if ( $order->is_paid() ) {
			return 'paid';
		}
		if ( $order->has_status( array( 'cancelled', 'trash' ) ) ) {
			return 'canceled';
		}
		return $order->has_status( 'on-hold' ) ? 'on_hold' : 'unpaid';
	}

	/**
	 * One line for the buyer.
	 *
	 * @param WC_Order $order The order.
	 * @return string
	 */
	public static function description( $order ) {
		/* translators: %s: order number. */
		return sprintf( __( 'Order %s', 'tillgate-for-woocommerce' ), $order->get_order_number() );
	}

	/**
	 * What is bought, for showing only; lines that cannot be said exactly are left out.
	 *
	 * @param WC_Order $order The order.
	 * @return array
	 */
	public static function lines( $order ) {
		$lines    = array();
		$currency = $order->get_currency();
		foreach ( array_slice( $order->get_items(), 0, 50 ) as $item ) {
			$exact = Tillgate_Money::sum( array( $item->get_total(), $item->get_total_tax() ), $currency );
			$name  = function_exists( 'mb_substr' ) ? mb_substr( wp_strip_all_tags( $item->get_name() ), 0, 200 ) : substr( wp_strip_all_tags( $item->get_name() ), 0, 200 );
			if ( null !== $exact && '' !== $name ) {
				$lines[] = array(
					'name'     => $name,
					'quantity' => max( 1, (int) $item->get_quantity() ),
					'total'    => $exact,
				);
			}
		}
		return $lines;
	}

	/**
	 * Where a buyer who did not pay can try again; needs no session.
	 *
	 * @param WC_Order $order The order.
	 * @return string
	 */
	public static function retry_url( $order ) {
		return $order->get_checkout_payment_url();
	}

	/**
	 * Does something with an order while nobody else does.
	 *
	 * @param int      $id   The order's id.
	 * @param callable $work Gets the order as it is after waiting, or null when there is none.
	 * @return mixed What the work answers; null when the lock was not had in time.
	 */
	public static function locked( $id, $work ) {
		global $wpdb;
		$lock = 'tillgate_' . substr( md5( DB_NAME . $wpdb->prefix . $id ), 0, 24 );
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- A lock of the database server; there is nothing to cache.
		if ( '1' !== (string) $wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, 10)', $lock ) ) ) {
			return null;
		}
		try {
			// What was read before waiting may be old.
			if ( function_exists( 'wp_cache_delete' ) ) {
				wp_cache_delete( $id, 'posts' );
				wp_cache_delete( 'order-' . $id, 'orders' );
				wp_cache_delete( $id, 'orders' );
				wp_cache_delete( $id, 'orders_meta' );
			}
			$order = wc_get_order( $id );
			return $work( $order instanceof WC_Order ? $order : null );
		} finally {
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- As above.
			$wpdb->query( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', $lock ) );
		}
	}

	/**
	 * Applies an event to its order, which is locked.
	 *
	 * @param WC_Order $order The order.
	 * @param array    $event As the gateway sent it.
	 * @return string What came of it, for the log.
	 */
	public static function apply( $order, $event ) {
		$data = $event['data'];
		switch ( $event['type'] ) {
			case 'payment.paid':
			case 'payment.paid_late':
				return self::paid( $order, $event['payment_id'], $data );
			case 'payment.authorized':
				return self::authorized( $order, $event['payment_id'], $data );
			case 'attempt.unknown':
				return self::in_doubt( $order );
			case 'attempt.declined':
			case 'payment.expired':
			case 'payment.canceled':
				return self::ended( $order, $event['type'], $event['payment_id'] );
			case 'refund.succeeded':
				return self::refunded( $order, $event['payment_id'], $data );
			case 'refund.failed':
				$order->add_order_note( __( 'Tillgate: a refund did not work. The money is still with you; please look at the payment in the gateway.', 'tillgate-for-woocommerce' ) );
				return 'noted';
			case 'payment.amount_mismatch':
			case 'payment.underpaid':
			case 'payment.overpaid':
			case 'payment.contradiction':
			case 'payment.second_success':
			case 'payment.late_refunded':
			case 'dispute.opened':
			case 'dispute.lost':
			case 'dispute.won':
			case 'dispute.deadline_near':
				/* translators: %s: name of an event, such as dispute.opened. */
				$order->add_order_note( sprintf( __( 'Tillgate: %s. Please look at the payment in the gateway.', 'tillgate-for-woocommerce' ), $event['type'] ) );
				return 'noted';
			default:
				return 'ignored';
		}
	}

	/**
	 * The money is there.
	 *
	 * @param WC_Order $order   The order.
	 * @param string   $payment The payment's id.
	 * @param array    $data    Of the event.
	 * @return string
	 */
	private static function paid( $order, $payment, $data ) {
		$order->delete_meta_data( self::DOUBT );
		$order->save_meta_data();
		if ( $order->is_paid() ) {
			if ( (string) $order->get_transaction_id() !== $payment ) {
				/* translators: %s: id of a payment. */
				$order->add_order_note( sprintf( __( 'Tillgate: payment %s arrived although this order is paid already. Please give it back in the gateway.', 'tillgate-for-woocommerce' ), $payment ) );
				return 'paid otherwise';
			}
			return 'already paid';
		}
		$fits = isset( $data['amount'], $data['currency'] )
			&& $data['currency'] === $order->get_currency()
			&& Tillgate_Money::same( $data['amount'], $order->get_total(), $order->get_currency() );
		if ( ! $fits ) {
			$order->set_transaction_id( $payment );
			/* translators: 1: amount that was paid, 2: currency. */
			$order->update_status( 'on-hold', sprintf( __( 'Tillgate: %1$s %2$s was paid, which is not what this order comes to now. Please compare, and refund or complete it.', 'tillgate-for-woocommerce' ), isset( $data['amount'] ) ? $data['amount'] : '?', isset( $data['currency'] ) ? $data['currency'] : '' ) );
			return 'amount differs: on hold';
		}
		if ( $order->has_status( 'cancelled' ) ) {
			$order->add_order_note( __( 'Tillgate: the payment came after this order was cancelled. It is open again; refund it if it cannot be delivered.', 'tillgate-for-woocommerce' ) );
		}
		$order->payment_complete( $payment );
		// It answers true and does nothing for some states: look.
		if ( ! $order->is_paid() ) {
			$order->set_transaction_id( $payment );
			$order->add_order_note( __( 'Tillgate: this order was paid, but its state does not allow completing it. Please look at it.', 'tillgate-for-woocommerce' ) );
			$order->save();
			return 'paid, but the state is ' . $order->get_status();
		}
		return 'completed';
	}

	/**
	 * The money is reserved.
	 *
	 * @param WC_Order $order   The order.
	 * @param string   $payment The payment's id.
	 * @param array    $data    Of the event.
	 * @return string
	 */
	private static function authorized( $order, $payment, $data ) {
		if ( ! $order->needs_payment() ) {
			return 'nothing to do';
		}
		$order->set_transaction_id( $payment );
		$order->update_status( 'on-hold', __( 'Tillgate: the money is reserved and will be collected from the gateway.', 'tillgate-for-woocommerce' ) );
		return 'reserved';
	}

	/**
	 * An answer was lost: the order must not be cancelled by the clock.
	 *
	 * @param WC_Order $order The order.
	 * @return string
	 */
	private static function in_doubt( $order ) {
		if ( $order->needs_payment() && ! $order->get_meta( self::DOUBT ) ) {
			$order->update_meta_data( self::DOUBT, time() );
			$order->save_meta_data();
			$order->add_order_note( __( 'Tillgate: the provider’s answer was lost; it is being looked into. The buyer is told not to pay again.', 'tillgate-for-woocommerce' ) );
		}
		return 'in doubt';
	}

	/**
	 * A try, or the payment, ended without money. Only counts while the order still waits for money.
	 *
	 * @param WC_Order $order   The order.
	 * @param string   $type    Of the event.
	 * @param string   $payment The payment's id.
	 * @return string
	 */
	private static function ended( $order, $type, $payment ) {
		$current = (string) $order->get_meta( self::PAYMENT );
		if ( ! $order->needs_payment() || ( '' !== $current && $current !== $payment ) ) {
			return 'too late to count';
		}
		$order->delete_meta_data( self::DOUBT );
		$order->save_meta_data();
		if ( 'payment.expired' === $type && $order->has_status( 'pending' ) ) {
			$order->update_status( 'failed', __( 'Tillgate: not paid in time.', 'tillgate-for-woocommerce' ) );
		}
		return $type;
	}

	/**
	 * Money went back: books it once, whoever asked for it.
	 *
	 * @param WC_Order $order   The order.
	 * @param string   $payment The payment's id.
	 * @param array    $data    Of the event.
	 * @return string
	 */
	private static function refunded( $order, $payment, $data ) {
		$requested = ! isset( $data['cause'] ) || 'requested' === $data['cause'];
		if ( ! $requested || (string) $order->get_transaction_id() !== $payment ) {
			/* translators: 1: amount, 2: currency. */
			$order->add_order_note( sprintf( __( 'Tillgate: %1$s %2$s that did not belong to this order went back to the buyer.', 'tillgate-for-woocommerce' ), $data['refund_amount'], $data['currency'] ) );
			return 'noted';
		}
		foreach ( $order->get_refunds() as $known ) {
			if ( $known->get_meta( self::REFUND ) === $data['refund_id'] ) {
				return 'already booked';
			}
		}
		// One that was made here and waits for this answer has the same amount and no name yet.
		foreach ( $order->get_refunds() as $known ) {
			if ( 'waiting' === $known->get_meta( self::REFUND ) && Tillgate_Money::same( $known->get_amount(), $data['refund_amount'], $order->get_currency() ) ) {
				$known->update_meta_data( self::REFUND, $data['refund_id'] );
				$known->save();
				return 'booked before';
			}
		}
		Tillgate_Push::$booking = true;
		$refund                 = wc_create_refund(
			array(
				'order_id'       => $order->get_id(),
				'amount'         => $data['refund_amount'],
				'reason'         => __( 'Refunded in the payment gateway', 'tillgate-for-woocommerce' ),
				'refund_payment' => false,
			)
		);
		Tillgate_Push::$booking = false;
		if ( is_wp_error( $refund ) ) {
			/* translators: 1: amount, 2: currency. */
			$order->add_order_note( sprintf( __( 'Tillgate: %1$s %2$s went back to the buyer and could not be booked here. Please book it by hand.', 'tillgate-for-woocommerce' ), $data['refund_amount'], $data['currency'] ) );
			return 'could not be booked: ' . $refund->get_error_code();
		}
		$refund->update_meta_data( self::REFUND, $data['refund_id'] );
		$refund->save();
		return 'booked';
	}
}
