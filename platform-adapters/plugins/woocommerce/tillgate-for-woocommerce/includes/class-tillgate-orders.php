<?php
/**
 * What an order of the shop is for the gateway.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Reads orders, one at a time, as they are in the database now.
 */
final class Tillgate_Orders {
	const PAYMENT  = '_tillgate_payment_id';
	const REVISION = '_tillgate_revision';
	const DOUBT    = '_tillgate_in_doubt';
	const SEEN     = '_tillgate_seen';

	const MOST_LINES = 100;
	const MOST_SEEN  = 50;

	/**
	 * Whether the buyer chose to pay the order here.
	 *
	 * @param WC_Order $order The order.
	 * @return bool
	 */
	public static function is_chosen( $order ) {
		return Tillgate_Gateway::ID === $order->get_payment_method();
	}

	/**
	 * The same, or the buyer did so before choosing something else: the money may still come.
	 *
	 * @param WC_Order $order The order.
	 * @return bool
	 */
	public static function is_ours( $order ) {
		return self::is_chosen( $order ) || '' !== (string) $order->get_meta( self::PAYMENT );
	}

	/**
	 * Whether it may be paid here: an order that a server or a person has made has no method yet.
	 *
	 * @param WC_Order $order The order.
	 * @return bool
	 */
	public static function may_be_ours( $order ) {
		return '' === (string) $order->get_payment_method() || self::is_ours( $order );
	}

	/**
	 * Paid, whatever became of the order afterwards; one that waits for money again is not.
	 *
	 * @param WC_Order $order The order.
	 * @return bool
	 */
	public static function is_settled( $order ) {
		return $order->is_paid() || $order->has_status( 'refunded' ) || ( null !== $order->get_date_paid() && ! $order->needs_payment() );
	}

	/**
	 * The order as the gateway reads it. Surplus decimals are said as they are: the gateway refuses them and tells why.
	 *
	 * @param WC_Order $order The order.
	 * @return array
	 */
	public static function read( $order ) {
		$currency = $order->get_currency();
		$amount   = Tillgate_Money::exact( $order->get_total(), $currency );
		$refunded = Tillgate_Money::exact( $order->get_total_refunded(), $currency );
		return array(
			'order'          => (string) $order->get_id(),
			'revision'       => self::revision( $order ),
			'state'          => self::state( $order ),
			'amount'         => null === $amount ? (string) $order->get_total() : $amount,
			'currency'       => $currency,
			'refunded'       => null === $refunded ? (string) $order->get_total_refunded() : $refunded,
			'transaction_id' => '' === (string) $order->get_transaction_id() ? null : (string) $order->get_transaction_id(),
			'offered'        => $order->needs_payment() && ( '' === (string) $order->get_payment_method() || self::is_chosen( $order ) ),
			'description'    => self::description( $order ),
			'lines'          => self::lines( $order, 'amount' ),
			'locale'         => self::locale(),
			'country'        => self::country( $order ),
			'return_url'     => $order->get_checkout_order_received_url(),
			'cancel_url'     => self::retry_url( $order ),
		);
	}

	/**
	 * The body of a new payment.
	 *
	 * @param WC_Order $order The order.
	 * @return array
	 */
	public static function payment_body( $order ) {
		return array(
			'order'       => (string) $order->get_id(),
			'revision'    => self::revision( $order ),
			'amount'      => Tillgate_Money::exact( $order->get_total(), $order->get_currency() ),
			'currency'    => $order->get_currency(),
			'description' => self::description( $order ),
			'lines'       => self::lines( $order, 'total' ),
			'buyer'       => array_filter(
				array(
					'return_url' => $order->get_checkout_order_received_url(),
					'cancel_url' => self::retry_url( $order ),
					'locale'     => self::locale(),
					'country'    => self::country( $order ),
				)
			),
		);
	}

	/**
	 * The language, as a BCP 47 tag: de_DE_formal is de-DE.
	 *
	 * @return string
	 */
	private static function locale() {
		return implode( '-', array_slice( explode( '_', determine_locale() ), 0, 2 ) );
	}

	/**
	 * The buyer's country, or null. WooCommerce knows one that ISO 3166 does not.
	 *
	 * @param WC_Order $order The order.
	 * @return string|null
	 */
	private static function country( $order ) {
		$country = (string) $order->get_billing_country();
		return preg_match( '/^[A-Z]{2}$/D', $country ) && 'XK' !== $country ? $country : null;
	}

	/**
	 * The shop's version of the order: only what changes the amount makes a new one. Paid is paid: what is changed
	 * afterwards is not owed to the gateway.
	 *
	 * @param WC_Order $order The order.
	 * @return int
	 */
	public static function revision( $order ) {
		$known = $order->get_meta( self::REVISION );
		if ( is_array( $known ) && isset( $known['of'] ) && ( self::fingerprint( $order ) === $known['of'] || self::is_settled( $order ) ) ) {
			return (int) $known['number'];
		}
		return self::revise( $order, is_array( $known ) && isset( $known['number'] ) ? (int) $known['number'] + 1 : 1 );
	}

	/**
	 * Gives the order, as it is now, a version.
	 *
	 * @param WC_Order $order  The order.
	 * @param int      $number Of the version.
	 * @return int
	 */
	public static function revise( $order, $number ) {
		$order->update_meta_data(
			self::REVISION,
			array(
				'of'     => self::fingerprint( $order ),
				'number' => $number,
			)
		);
		$order->save_meta_data();
		return $number;
	}

	/**
	 * Whether the order is not what the gateway knows any more.
	 *
	 * @param WC_Order $order The order.
	 * @return bool
	 */
	public static function is_changed( $order ) {
		$known = $order->get_meta( self::REVISION );
		return is_array( $known ) && isset( $known['of'] ) && self::fingerprint( $order ) !== $known['of'];
	}

	/**
	 * Changes when another sum is owed.
	 *
	 * @param WC_Order $order The order.
	 * @return string
	 */
	private static function fingerprint( $order ) {
		return md5( $order->get_currency() . ' ' . $order->get_total() );
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
		// "Shipped" of another plugin, or put on hold by a person after it was paid.
		if ( null !== $order->get_date_paid() && ! $order->has_status( array( 'pending', 'failed', 'checkout-draft' ) ) ) {
			return 'paid';
		}
		return $order->has_status( 'on-hold' ) ? 'on_hold' : 'unpaid';
	}

	/**
	 * One line for the buyer.
	 *
	 * @param WC_Order $order The order.
	 * @return string
	 */
	private static function description( $order ) {
		/* translators: %s: order number. */
		return sprintf( __( 'Order %s', 'tillgate-for-woocommerce' ), $order->get_order_number() );
	}

	/**
	 * What is bought, for showing only, with the tax in each line or, where prices are without, in one of its own.
	 *
	 * @param WC_Order $order The order.
	 * @param string   $sum   What a line's sum is called.
	 * @return array Empty when it cannot be said exactly: half a list would be a wrong one.
	 */
	private static function lines( $order, $sum ) {
		$items = $order->get_items( array( 'line_item', 'fee', 'shipping' ) );
		$gross = array();
		$net   = array();
		foreach ( $items as $item ) {
			$name    = trim( wp_strip_all_tags( html_entity_decode( $item->get_name(), ENT_QUOTES, 'UTF-8' ) ) );
			$gross[] = self::line( $name, $item->get_quantity(), array( $item->get_total(), $item->get_total_tax() ), $order, $sum );
			$net[]   = self::line( $name, $item->get_quantity(), array( $item->get_total() ), $order, $sum );
		}
		if ( in_array( null, $gross, true ) ) {
			$gross = array_merge( $net, array( self::line( __( 'Tax', 'tillgate-for-woocommerce' ), 1, array( $order->get_total_tax() ), $order, $sum ) ) );
		}
		return count( $gross ) > self::MOST_LINES || in_array( null, $gross, true ) ? array() : $gross;
	}

	/**
	 * One line, or null.
	 *
	 * @param string   $name     What it is.
	 * @param mixed    $quantity How many.
	 * @param array    $amounts  What it comes to.
	 * @param WC_Order $order    The order.
	 * @param string   $sum      What a line's sum is called.
	 * @return array|null
	 */
	private static function line( $name, $quantity, $amounts, $order, $sum ) {
		$exact = Tillgate_Money::sum( $amounts, $order->get_currency() );
		return null === $exact || '' === $name ? null : array(
			'name'     => mb_substr( $name, 0, 200 ),
			'quantity' => max( 1, (int) $quantity ),
			$sum       => $exact,
		);
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
			return $work( self::fresh( $id ) );
		} finally {
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- As above.
			$wpdb->query( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', $lock ) );
		}
	}

	/**
	 * The order as it is in the database now: what was read before waiting, by this request or into a cache, may be old.
	 *
	 * @param int $id The order's id.
	 * @return WC_Order|null
	 */
	public static function fresh( $id ) {
		self::forget( $id );
		$order = wc_get_order( $id );
		return $order instanceof WC_Order ? $order : null;
	}

	/**
	 * Takes an order or a refund out of the caches.
	 *
	 * @param int $id Its id.
	 */
	public static function forget( $id ) {
		clean_post_cache( $id );
		wp_cache_delete( WC_Order::generate_meta_cache_key( $id, 'orders' ), 'orders' );
		$objects = 'Automattic\WooCommerce\Caches\OrderCache';
		if ( function_exists( 'wc_get_container' ) && class_exists( $objects ) ) {
			wc_get_container()->get( $objects )->remove( $id );
		}
		$rows = 'Automattic\WooCommerce\Internal\DataStores\Orders\OrdersTableDataStore';
		if ( method_exists( $rows, 'clear_cached_data' ) ) {
			wc_get_container()->get( $rows )->clear_cached_data( array( (int) $id ) );
		}
	}

	/**
	 * Notes something once, however often we are told.
	 *
	 * @param WC_Order $order The order, locked.
	 * @param string   $what  What it is about.
	 * @param string   $text  For the merchant.
	 * @return bool Whether it was new.
	 */
	public static function note_once( $order, $what, $text ) {
		if ( self::is_noted( $order, $what ) ) {
			return false;
		}
		$seen   = $order->get_meta( self::SEEN );
		$seen   = is_array( $seen ) ? $seen : array();
		$seen[] = $what;
		$order->update_meta_data( self::SEEN, array_slice( $seen, -self::MOST_SEEN ) );
		$order->save_meta_data();
		$order->add_order_note( $text );
		return true;
	}

	/**
	 * Whether that was noted.
	 *
	 * @param WC_Order $order The order.
	 * @param string   $what  What it is about.
	 * @return bool
	 */
	public static function is_noted( $order, $what ) {
		$seen = $order->get_meta( self::SEEN );
		return is_array( $seen ) && in_array( $what, $seen, true );
	}
}
