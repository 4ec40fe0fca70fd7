<?php
/**
 * What happens without a visitor.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Holds the clock that cancels unpaid orders, and asks the gateway about orders that wait: where its messages do not come
 * through, that is how the shop learns of the money.
 */
final class Tillgate_Watch {
	const HOOK  = 'tillgate_look';
	const MOST  = 50;
	const SINCE = 259200;

	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_filter( 'woocommerce_cancel_unpaid_order', array( __CLASS__, 'may_be_cancelled' ), 10, 2 );
		add_action( self::HOOK, array( __CLASS__, 'look' ) );
		add_action( 'admin_init', array( __CLASS__, 'plan' ) );
	}

	/**
	 * Once an hour; looked after where an administrator is, not on the shop's own pages.
	 */
	public static function plan() {
		if ( null !== Tillgate_Connection::get() && function_exists( 'as_has_scheduled_action' ) && ! as_has_scheduled_action( self::HOOK, array(), Tillgate_Push::GROUP ) ) {
			as_schedule_recurring_action( time() + HOUR_IN_SECONDS, HOUR_IN_SECONDS, self::HOOK, array(), Tillgate_Push::GROUP );
		}
	}

	/**
	 * A plugin that is switched off does nothing by the clock.
	 */
	public static function rest() {
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( self::HOOK );
		}
	}

	/**
	 * Asks about the newest orders of the last three days that are not paid.
	 */
	public static function look() {
		if ( null === Tillgate_Connection::get() ) {
			return;
		}
		$orders = wc_get_orders(
			array(
				'limit'          => self::MOST,
				'status'         => array( 'pending', 'failed', 'on-hold', 'cancelled' ),
				'payment_method' => Tillgate_Gateway::ID,
				'date_created'   => '>' . ( time() - self::SINCE ),
				'orderby'        => 'date',
				'order'          => 'DESC',
			)
		);
		foreach ( $orders as $order ) {
			if ( ! Tillgate_Orders::is_settled( $order ) && is_wp_error( Tillgate_Payments::look( $order ) ) ) {
				// The gateway is away: the next hour is soon enough.
				return;
			}
		}
	}

	/**
	 * The clock may cancel an order only when surely no money is on its way; its payment is closed first.
	 *
	 * @param bool     $cancel What WooCommerce wants.
	 * @param WC_Order $order  The order.
	 * @return bool
	 */
	public static function may_be_cancelled( $cancel, $order ) {
		if ( ! $cancel || ! Tillgate_Orders::is_ours( $order ) ) {
			return $cancel;
		}
		$payment = Tillgate_Payments::look( $order );
		if ( is_wp_error( $payment ) ) {
			// Nobody knows: it is asked again with the next turn of the clock, for two days at most.
			$since = $order->get_date_created();
			return null !== $since && $since->getTimestamp() < time() - 2 * DAY_IN_SECONDS;
		}
		if ( null === $payment ) {
			return true;
		}
		if ( 'paid' === $payment['status'] || Tillgate_Payments::is_moving( $payment ) || Tillgate_Payments::is_at_it( $payment ) ) {
			Tillgate_Connection::log( 'info', 'order ' . $order->get_id() . ' is not cancelled by the clock: its money may come' );
			return false;
		}
		return 'open' !== $payment['status'] || ! is_wp_error( Tillgate_Api::call( 'POST', '/api/v1/payments/' . $payment['id'] . '/cancel', null, 'cancel-' . $payment['id'] ) );
	}
}
