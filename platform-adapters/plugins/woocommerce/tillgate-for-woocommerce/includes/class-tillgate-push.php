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
	const TRIES = 20;

	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_action( self::HOOK, array( __CLASS__, 'send' ), 10, 3 );
		foreach ( array( 'woocommerce_order_status_changed', 'woocommerce_trash_order', 'woocommerce_untrash_order' ) as $changed ) {
			add_action( $changed, array( __CLASS__, 'changed' ) );
		}
		add_action( 'woocommerce_update_order', array( __CLASS__, 'updated' ) );
		add_action( 'woocommerce_before_delete_order', array( __CLASS__, 'deleted' ) );
	}

	/**
	 * The order has another state.
	 *
	 * @param int $id The order.
	 */
	public static function changed( $id ) {
		self::later( 'order.changed', $id );
	}

	/**
	 * WooCommerce says so at each save: only another sum matters, and only while it is owed.
	 *
	 * @param int $id The order.
	 */
	public static function updated( $id ) {
		$order = wc_get_order( $id );
		if ( $order instanceof WC_Order && Tillgate_Orders::is_changed( $order ) && ! Tillgate_Orders::is_settled( $order ) ) {
			self::later( 'order.changed', $id );
		}
	}

	/**
	 * Soon gone for good.
	 *
	 * @param int $id The order.
	 */
	public static function deleted( $id ) {
		self::later( 'order.deleted', $id );
	}

	/**
	 * Puts a message into the shop's queue, unless the same one is waiting there. (The queue's own "unique" forgets to look
	 * at the order in WooCommerce 8: https://github.com/woocommerce/action-scheduler/pull/1316, checked 2026-11-25.)
	 *
	 * @param string $type Of the message.
	 * @param int    $id   The order.
	 */
	public static function later( $type, $id ) {
		$order = wc_get_order( $id );
		if ( ! $order instanceof WC_Order || ! Tillgate_Orders::is_ours( $order ) || $order->has_status( 'checkout-draft' ) || null === Tillgate_Connection::get() || ! function_exists( 'as_enqueue_async_action' ) ) {
			return;
		}
		$message = array(
			'hook'  => self::HOOK,
			'args'  => array( $type, (string) $id, 0 ),
			'group' => self::GROUP,
		);
		$waiting = as_get_scheduled_actions(
			$message + array(
				'status'   => 'pending',
				'per_page' => 1,
			),
			'ids'
		);
		if ( empty( $waiting ) ) {
			as_enqueue_async_action( $message['hook'], $message['args'], $message['group'] );
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
			if ( $tries < self::TRIES ) {
				as_schedule_single_action( $now + min( 21600, 15 * pow( 2, (int) $tries ) ), self::HOOK, array( $type, (string) $order, (int) $tries + 1 ), self::GROUP );
			}
		}
	}
}
