<?php
/**
 * Money back, from either side.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * A refund is done when the provider has said so, and stands in the shop once: by the gateway's name for it, which is
 * saved together with the shop's own refund.
 */
final class Tillgate_Refunds {
	const ID      = '_tillgate_refund_id';
	const WAITING = 'waiting';

	/**
	 * The gateway's refund that is being booked at this moment, or empty.
	 *
	 * @var string
	 */
	private static $booking = '';

	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_action( 'woocommerce_create_refund', array( __CLASS__, 'name' ) );
		add_action( 'woocommerce_order_refunded', array( __CLASS__, 'by_hand' ), 10, 2 );
	}

	/**
	 * Asks the gateway to give money back.
	 *
	 * @param WC_Order $order  The order.
	 * @param mixed    $amount In the shop's decimals.
	 * @param string   $reason The merchant's words.
	 * @return true|WP_Error
	 */
	public static function ask( $order, $amount, $reason ) {
		$exact = Tillgate_Money::exact( $amount, $order->get_currency() );
		if ( null === $exact || '-' === $exact[0] || '' === trim( $exact, '0.' ) ) {
			return self::error( __( 'The amount is not one of this currency.', 'tillgate-for-woocommerce' ) );
		}
		$path  = '/api/v1/payments/' . $order->get_transaction_id();
		$known = Tillgate_Api::call( 'GET', $path );
		if ( is_wp_error( $known ) ) {
			return self::error( $known->get_error_message() );
		}
		if ( self::has_unbooked( $order, isset( $known['refunds'] ) ? $known['refunds'] : array() ) ) {
			return self::error( __( 'A refund of this payment is on its way, or was made in the gateway and is not booked here yet. It appears by itself; please reload the page in a minute before you refund more.', 'tillgate-for-woocommerce' ) );
		}
		$refunds = $order->get_refunds();
		$own     = empty( $refunds ) ? null : $refunds[0];
		$body    = array(
			'amount'   => $exact,
			'currency' => $order->get_currency(),
		);
		if ( '' !== trim( (string) $reason ) ) {
			$body['reason'] = mb_substr( wp_strip_all_tags( $reason ), 0, 200 );
		}
		// The refund's own number: a second press is a second refund only when WooCommerce made one.
		$key = 'woo-refund-' . md5( home_url() ) . '-' . ( null === $own ? $order->get_id() . '-' . $exact : $own->get_id() );
		if ( null !== $own ) {
			$own->update_meta_data( self::ID, self::WAITING );
			$own->save();
		}
		$said = Tillgate_Api::call( 'POST', $path . '/refunds', $body, $key, 30 );
		return self::settled( $order, $own, $said ) ? true : self::error( self::why( $said ) );
	}

	/**
	 * Whether the gateway knows a refund that the shop does not: refunding more now could be once too often.
	 *
	 * @param WC_Order $order   The order.
	 * @param array    $refunds Of the gateway.
	 * @return bool
	 */
	private static function has_unbooked( $order, $refunds ) {
		foreach ( $refunds as $refund ) {
			$counts = in_array( $refund['status'], array( 'started', 'pending', 'succeeded' ), true ) && self::is_asked_for( $refund );
			if ( $counts && ! self::is_booked( $order, $refund['id'] ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A charge too many that goes back does not make the order cheaper.
	 *
	 * @param array $refund Of the gateway.
	 * @return bool
	 */
	private static function is_asked_for( $refund ) {
		return ! isset( $refund['cause'] ) || in_array( $refund['cause'], array( 'requested', 'at_provider' ), true );
	}

	/**
	 * Whether the shop has booked it.
	 *
	 * @param WC_Order $order The order.
	 * @param string   $id    The gateway's.
	 * @return bool
	 */
	private static function is_booked( $order, $id ) {
		foreach ( $order->get_refunds() as $refund ) {
			if ( $refund->get_meta( self::ID ) === $id ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the money goes back, by the answer or by a message that was faster. If not, WooCommerce deletes its refund,
	 * so no later message may find it.
	 *
	 * @param WC_Order             $order The order.
	 * @param WC_Order_Refund|null $own   WooCommerce's refund.
	 * @param array|WP_Error       $said  The gateway's answer.
	 * @return bool
	 */
	private static function settled( $order, $own, $said ) {
		$id = ! is_wp_error( $said ) && 'succeeded' === $said['status'] ? $said['id'] : '';
		if ( null === $own ) {
			return '' !== $id;
		}
		$done = Tillgate_Orders::locked(
			$order->get_id(),
			function () use ( $own, $id ) {
				Tillgate_Orders::forget( $own->get_id() );
				$now  = wc_get_order( $own->get_id() );
				$told = $now ? (string) $now->get_meta( self::ID ) : '';
				if ( '' === $id && '' !== $told && self::WAITING !== $told ) {
					return true;
				}
				$own->update_meta_data( self::ID, '' === $id ? 'given up' : $id );
				$own->save();
				return '' !== $id;
			}
		);
		return null === $done ? '' !== $id : $done;
	}

	/**
	 * Why not, for the merchant.
	 *
	 * @param array|WP_Error $said The gateway's answer.
	 * @return string
	 */
	private static function why( $said ) {
		if ( is_wp_error( $said ) ) {
			return 'tillgate_unknown' === $said->get_error_code()
				? __( 'The gateway did not answer, so it is not known whether the money goes back. Please look at the payment in the gateway before you try again; if it did go back, it is booked here by itself.', 'tillgate-for-woocommerce' )
				: $said->get_error_message();
		}
		return 'failed' === $said['status']
			? __( 'The provider refused the refund.', 'tillgate-for-woocommerce' )
			: __( 'The refund is on its way. It is booked here by itself as soon as the provider has confirmed it; please do not refund again.', 'tillgate-for-woocommerce' );
	}

	/**
	 * A no, as WooCommerce takes it.
	 *
	 * @param string $text For the merchant.
	 * @return WP_Error
	 */
	private static function error( $text ) {
		return new WP_Error( 'tillgate_refund', $text );
	}

	/**
	 * Money went back: books it once, whoever asked for it.
	 *
	 * @param WC_Order $order   The order, locked.
	 * @param string   $payment The payment's id.
	 * @param array    $data    Of the event.
	 * @return string
	 */
	public static function succeeded( $order, $payment, $data ) {
		$id = $data['refund_id'];
		if ( ! self::is_asked_for( $data ) || (string) $order->get_transaction_id() !== $payment ) {
			/* translators: 1: amount, 2: currency. */
			Tillgate_Orders::note_once( $order, 'back ' . $id, sprintf( __( 'Tillgate: %1$s %2$s that did not belong to this order went back to the buyer.', 'tillgate-for-woocommerce' ), $data['refund_amount'], $data['currency'] ) );
			return 'noted';
		}
		if ( self::is_booked( $order, $id ) ) {
			return 'already booked';
		}
		// One that was made here and waits for this answer has the same amount and no name yet.
		foreach ( $order->get_refunds() as $known ) {
			if ( self::WAITING === $known->get_meta( self::ID ) && Tillgate_Money::same( $known->get_amount(), $data['refund_amount'], $order->get_currency() ) ) {
				$known->update_meta_data( self::ID, $id );
				$known->save();
				return 'booked before';
			}
		}
		return self::book( $order, $data );
	}

	/**
	 * Writes a refund down; no money moves by it.
	 *
	 * @param WC_Order $order The order, locked.
	 * @param array    $data  Of the event.
	 * @return string
	 */
	private static function book( $order, $data ) {
		self::$booking = $data['refund_id'];
		try {
			$refund = wc_create_refund(
				array(
					'order_id'       => $order->get_id(),
					'amount'         => $data['refund_amount'],
					'reason'         => __( 'Refunded in the payment gateway', 'tillgate-for-woocommerce' ),
					'refund_payment' => false,
				)
			);
		} finally {
			self::$booking = '';
		}
		if ( is_wp_error( $refund ) ) {
			/* translators: 1: amount, 2: currency. */
			Tillgate_Orders::note_once( $order, 'not booked ' . $data['refund_id'], sprintf( __( 'Tillgate: %1$s %2$s went back to the buyer and could not be booked here. Please book it by hand.', 'tillgate-for-woocommerce' ), $data['refund_amount'], $data['currency'] ) );
			return 'could not be booked: ' . $refund->get_error_code();
		}
		return 'booked';
	}

	/**
	 * Before the shop's refund is saved: its number and the gateway's name for it come into the database together. Its money
	 * has moved, as everybody can read there.
	 *
	 * @param WC_Order_Refund $refund The refund.
	 */
	public static function name( $refund ) {
		if ( '' !== self::$booking ) {
			$refund->update_meta_data( self::ID, self::$booking );
			$refund->set_refunded_payment( true );
		}
	}

	/**
	 * A refund was booked: warns when no money has moved with it.
	 *
	 * @param int $order_id  The order.
	 * @param int $refund_id The refund.
	 */
	public static function by_hand( $order_id, $refund_id ) {
		$order  = wc_get_order( $order_id );
		$refund = wc_get_order( $refund_id );
		if ( ! $order instanceof WC_Order || ! $refund instanceof WC_Order_Refund || ! Tillgate_Orders::is_ours( $order ) || '' === (string) $order->get_transaction_id() ) {
			return;
		}
		if ( ! $refund->get_refunded_payment() && '' === (string) $refund->get_meta( self::ID ) && '' === self::$booking ) {
			$order->add_order_note( __( 'Tillgate: this refund was only booked. No money went back to the buyer; use “Refund via Tillgate” for that.', 'tillgate-for-woocommerce' ) );
			Tillgate_Push::later( 'order.refunded_by_hand', $order_id );
		}
	}
}
