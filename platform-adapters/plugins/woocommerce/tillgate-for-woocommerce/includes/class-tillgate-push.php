<?php
/**
 * What only the shop knows.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Tells the gateway that an order has changed, through the shop's own queue, again and again until it was heard. The
 * message only says where to look.
 */
final class Tillgate_Push {
	const HOOK  = 'tillgate_push';
	const GROUP = 'tillgate-for-woocommerce';
	const TRIES = 12;

	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_action( self::HOOK, array( __CLASS__, 'send' ), 10, 3 );
		add_action(
			'woocommerce_order_status_changed',
			function ( $id, $from, $to ) {
				self::later( 'order.changed', $id );
			},
			10,
			3
		);
		add_action(
			'woocommerce_update_order',
			function ( $id ) {
				self::later( 'order.changed', $id );
			}
		);
		foreach ( array( 'woocommerce_trash_order', 'woocommerce_before_delete_order', 'woocommerce_delete_order' ) as $gone ) {
			add_action(
				$gone,
				function ( $id ) use ( $gone ) {
					self::later( 'woocommerce_trash_order' === $gone ? 'order.changed' : 'order.deleted', $id );
				}
			);
		}
		add_action( 'woocommerce_order_refunded', array( __CLASS__, 'refunded' ), 10, 2 );
	}

	/**
	 * A refund was booked here: warns when no money has moved with it.
	 *
	 * @param int $order_id  The order.
	 * @param int $refund_id The refund.
	 */
	public static function refunded( $order_id, $refund_id ) {
		$order  = wc_get_order( $order_id );
		$refund = wc_get_order( $refund_id );
		if ( ! $order instanceof WC_Order || ! $refund instanceof WC_Order_Refund || ! Tillgate_Orders::is_ours( $order ) || '' === (string) $order->get_transaction_id() ) {
			return;
		}
		if ( ! $refund->get_refunded_payment() && '' === (string) $refund->get_meta( Tillgate_Orders::REFUND ) && ! self::$booking ) {
			$order->add_order_note( __( 'Tillgate: this refund was only booked. No money went back to the buyer; use “Refund via Tillgate” for that.', 'tillgate-for-woocommerce' ) );
			self::later( 'order.refunded_by_hand', $order_id );
		}
	}

	/**
	 * Whether a refund is being booked because the gateway says so.
	 *
	 * @var bool
	 */
	public static $booking = false;

	/**
	 * Puts a message into the shop's queue, once for each order and kind.
	 *
	 * @param string $type Of the message.
	 * @param int    $id   The order.
	 */
	private static function later( $type, $id ) {
		$order = 'order.deleted' === $type ? null : wc_get_order( $id );
		$ours  = 'order.deleted' === $type || ( $order instanceof WC_Order && Tillgate_Orders::is_ours( $order ) );
		if ( $ours && null !== Tillgate_Connection::get() && function_exists( 'as_enqueue_async_action' ) ) {
			as_enqueue_async_action( self::HOOK, array( $type, (string) $id, 0 ), self::GROUP, true );
		}
	}

	/**
	 * Sends one; if it was not heard, again later.
	 *
	 * @param string $type  Of the message.
	 * @param string $order The order.
	 * @param int    $tries How often it was tried.
	 */
	public static function send( $type, $order, $tries = 0 ) {
		$link = Tillgate_Connection::get();
		if ( null === $link ) {
			return;
		}
		$now    = time();
		$body   = wp_json_encode(
			array(
				'type'        => $type,
				'order'       => (string) $order,
				'occurred_at' => gmdate( 'Y-m-d\TH:i:s\Z', $now ),
			)
		);
		$id     = 'woo_' . md5( home_url() . ' ' . $body );
		$answer = wp_remote_post(
			$link['inbound_url'],
			array(
				'timeout'     => 10,
				'redirection' => 0,
				'headers'     => Tillgate_Signature::headers( $id, $body, $link['callback_secret'], $now ) + array( 'Content-Type' => 'application/json' ),
				'body'        => $body,
			)
		);
		$status = is_wp_error( $answer ) ? 0 : (int) wp_remote_retrieve_response_code( $answer );
		if ( $status < 200 || $status > 299 ) {
			Tillgate_Connection::log( 'warning', $type . ' of order ' . $order . ' was not heard: ' . $status );
			if ( $tries < self::TRIES && 401 !== $status ) {
				as_schedule_single_action( $now + min( 21600, 15 * pow( 2, (int) $tries ) ), self::HOOK, array( $type, (string) $order, (int) $tries + 1 ), self::GROUP );
			}
		}
	}
}
