<?php
/**
 * What the gateway's events mean for an order.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Applies what the gateway says. Every way in (message, buyer coming back, clock) goes through here and holds the order's
 * lock; told twice it is as good as once. The answers are for the log.
 */
final class Tillgate_Settlement {
	/** The beginning of an answer that makes the gateway tell it again. */
	const AGAIN = 'again: ';

	/** Events that only leave a note. */
	const NOTED = array(
		'payment.amount_mismatch',
		'payment.underpaid',
		'payment.overpaid',
		'payment.contradiction',
		'payment.second_success',
		'payment.late_refunded',
		'dispute.opened',
		'dispute.lost',
		'dispute.won',
		'dispute.deadline_near',
	);

	/**
	 * Applies an event to its order, which is locked.
	 *
	 * @param WC_Order $order The order.
	 * @param array    $event As the gateway sent it.
	 * @return string What came of it.
	 */
	public static function apply( $order, $event ) {
		$data = $event['data'];
		$type = $event['type'];
		$id   = isset( $event['id'] ) ? (string) $event['id'] : $type;
		switch ( $type ) {
			case 'payment.paid':
			case 'payment.paid_late':
				return self::paid( $order, $event['payment_id'], $data );
			case 'payment.authorized':
				return self::authorized( $order, $event['payment_id'] );
			case 'attempt.unknown':
				return self::in_doubt( $order );
			case 'attempt.declined':
			case 'payment.expired':
			case 'payment.canceled':
				return self::ended( $order, $type, $event['payment_id'], $id );
			case 'refund.succeeded':
				return Tillgate_Refunds::succeeded( $order, $event['payment_id'], $data );
			case 'refund.failed':
				Tillgate_Orders::note_once( $order, $id, __( 'Tillgate: a refund did not work. The money is still with you; please look at the payment in the gateway.', 'tillgate-for-woocommerce' ) );
				return 'noted';
		}
		if ( in_array( $type, self::NOTED, true ) ) {
			/* translators: %s: name of an event, such as dispute.opened. */
			Tillgate_Orders::note_once( $order, $id, sprintf( __( 'Tillgate: %s. Please look at the payment in the gateway.', 'tillgate-for-woocommerce' ), $type ) );
			return 'noted';
		}
		return 'ignored';
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
		$known = (string) $order->get_transaction_id();
		if ( Tillgate_Orders::is_settled( $order ) && $known === $payment ) {
			return 'already paid';
		}
		if ( Tillgate_Orders::is_settled( $order ) ) {
			/* translators: %s: id of a payment. */
			Tillgate_Orders::note_once( $order, 'second ' . $payment, sprintf( __( 'Tillgate: payment %s arrived although this order is paid already. Please give it back in the gateway.', 'tillgate-for-woocommerce' ), $payment ) );
			if ( '' === $known ) {
				// Set to paid by hand: now it names its money.
				$order->set_transaction_id( $payment );
				$order->save();
			}
			return 'paid otherwise';
		}
		$fits = isset( $data['amount'], $data['currency'] )
			&& $data['currency'] === $order->get_currency()
			&& Tillgate_Money::same( $data['amount'], $order->get_total(), $order->get_currency() );
		return $fits ? self::complete( $order, $payment ) : self::differs( $order, $payment, $data );
	}

	/**
	 * Never "processing" for another sum.
	 *
	 * @param WC_Order $order   The order.
	 * @param string   $payment The payment's id.
	 * @param array    $data    Of the event.
	 * @return string
	 */
	private static function differs( $order, $payment, $data ) {
		/* translators: 1: amount that was paid, 2: currency. */
		$text = sprintf( __( 'Tillgate: %1$s %2$s was paid, which is not what this order comes to now. Please compare, and refund or complete it.', 'tillgate-for-woocommerce' ), isset( $data['amount'] ) ? $data['amount'] : '?', isset( $data['currency'] ) ? $data['currency'] : '' );
		if ( Tillgate_Orders::note_once( $order, 'differs ' . $payment, $text ) ) {
			$order->set_transaction_id( $payment );
			$order->update_status( 'on-hold' );
		}
		return 'amount differs: on hold';
	}

	/**
	 * Completes the order, and looks whether that is so.
	 *
	 * @param WC_Order $order   The order.
	 * @param string   $payment The payment's id.
	 * @return string
	 */
	private static function complete( $order, $payment ) {
		$before = $order->get_status();
		$order->delete_meta_data( Tillgate_Orders::DOUBT );
		$order->update_meta_data( Tillgate_Orders::PAYMENT, $payment );
		if ( ! Tillgate_Orders::is_chosen( $order ) ) {
			$order->set_payment_method( Tillgate_Gateway::ID );
			$order->set_payment_method_title( Tillgate_Gateway::title_of_settings() );
		}
		if ( in_array( $before, array( 'checkout-draft', 'trash' ), true ) ) {
			// Here payment_complete() would answer yes and do nothing.
			$order->set_status( 'pending' );
		}
		$order->save();
		if ( 'cancelled' === $before ) {
			Tillgate_Orders::note_once( $order, 'lifted ' . $payment, __( 'Tillgate: the payment came after this order was cancelled. It is open again; refund it if it cannot be delivered.', 'tillgate-for-woocommerce' ) );
		}
		$done  = $order->payment_complete( $payment );
		$after = Tillgate_Orders::fresh( $order->get_id() );
		if ( null === $after || ! $done ) {
			return self::AGAIN . 'the shop could not complete it';
		}
		if ( Tillgate_Orders::is_settled( $after ) && (string) $after->get_transaction_id() === $payment ) {
			return 'cancelled' === $before ? 'lifted' : 'completed';
		}
		$after->set_transaction_id( $payment );
		$after->save();
		Tillgate_Orders::note_once( $after, 'not completed ' . $payment, __( 'Tillgate: this order was paid, but its state does not allow completing it. Please look at it.', 'tillgate-for-woocommerce' ) );
		return 'paid, but the state is ' . $after->get_status();
	}

	/**
	 * The money is reserved.
	 *
	 * @param WC_Order $order   The order.
	 * @param string   $payment The payment's id.
	 * @return string
	 */
	private static function authorized( $order, $payment ) {
		if ( ! $order->needs_payment() ) {
			return 'nothing to do';
		}
		Tillgate_Orders::note_once( $order, 'reserved ' . $payment, __( 'Tillgate: the money is reserved and will be collected from the gateway.', 'tillgate-for-woocommerce' ) );
		$order->set_transaction_id( $payment );
		$order->update_status( 'on-hold' );
		return 'reserved';
	}

	/**
	 * An answer was lost: the merchant knows why the order waits.
	 *
	 * @param WC_Order $order The order.
	 * @return string
	 */
	private static function in_doubt( $order ) {
		if ( $order->needs_payment() && ! $order->get_meta( Tillgate_Orders::DOUBT ) ) {
			$order->update_meta_data( Tillgate_Orders::DOUBT, time() );
			$order->save_meta_data();
			$order->add_order_note( __( 'Tillgate: the provider’s answer was lost; it is being looked into. The buyer is told not to pay again.', 'tillgate-for-woocommerce' ) );
		}
		return 'in doubt';
	}

	/**
	 * A try, or the payment, ended without money. Only counts for the order's present payment and while it waits for money.
	 *
	 * @param WC_Order $order   The order.
	 * @param string   $type    Of the event.
	 * @param string   $payment The payment's id.
	 * @param string   $id      Of the event.
	 * @return string
	 */
	private static function ended( $order, $type, $payment, $id ) {
		$current  = (string) $order->get_meta( Tillgate_Orders::PAYMENT );
		$reserved = $order->has_status( 'on-hold' ) && ! Tillgate_Orders::is_settled( $order )
			&& Tillgate_Orders::is_noted( $order, 'reserved ' . $payment ) && ! Tillgate_Orders::is_noted( $order, 'differs ' . $payment );
		if ( ( '' !== $current && $current !== $payment ) || ! ( $order->needs_payment() || $reserved ) ) {
			return 'too late to count';
		}
		$order->delete_meta_data( Tillgate_Orders::DOUBT );
		$order->save_meta_data();
		if ( 'attempt.declined' === $type ) {
			Tillgate_Orders::note_once( $order, $id, __( 'Tillgate: a try to pay was declined. The buyer can try again.', 'tillgate-for-woocommerce' ) );
		} elseif ( $reserved ) {
			$order->set_transaction_id( '' );
			$order->update_status( 'failed', __( 'Tillgate: the reserved money was released. The buyer can pay again.', 'tillgate-for-woocommerce' ) );
		} elseif ( 'payment.expired' === $type && $order->has_status( 'pending' ) ) {
			$order->update_status( 'failed', __( 'Tillgate: not paid in time.', 'tillgate-for-woocommerce' ) );
		}
		return $type;
	}
}
