<?php
/**
 * Exact amounts: decimal text, never a float, never rounded.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Amounts as text with just as many decimals as their currency has (ISO 4217).
 */
final class Tillgate_Money {
	/** Currencies without, and with three, decimals; all others have two. */
	const NONE  = array( 'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF' );
	const THREE = array( 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND' );

	/**
	 * How many decimals a currency has.
	 *
	 * @param string $currency ISO 4217 code.
	 * @return int
	 */
	public static function decimals( $currency ) {
		if ( in_array( $currency, self::NONE, true ) ) {
			return 0;
		}
		return in_array( $currency, self::THREE, true ) ? 3 : 2;
	}

	/**
	 * The amount with exactly the currency's decimals, or null when that would change it ("64.75" JPY) or it is no amount.
	 *
	 * @param string|int|float $amount   Decimal text as WooCommerce has it.
	 * @param string           $currency ISO 4217 code.
	 * @return string|null
	 */
	public static function exact( $amount, $currency ) {
		$text = trim( (string) $amount );
		if ( ! preg_match( '/^(-?)(\d{1,15})(?:\.(\d*))?$/', $text, $part ) ) {
			return null;
		}
		$decimals = self::decimals( $currency );
		$fraction = rtrim( isset( $part[3] ) ? $part[3] : '', '0' );
		if ( strlen( $fraction ) > $decimals ) {
			return null;
		}
		$whole = ltrim( $part[2], '0' );
		$whole = '' === $whole ? '0' : $whole;
		return $part[1] . $whole . ( $decimals > 0 ? '.' . str_pad( $fraction, $decimals, '0' ) : '' );
	}

	/**
	 * Whether two amounts are the same to the last digit, whatever zeros they are written with.
	 *
	 * @param string $one      Decimal text.
	 * @param string $other    Decimal text.
	 * @param string $currency ISO 4217 code of both.
	 * @return bool
	 */
	public static function same( $one, $other, $currency ) {
		$exact = self::exact( $one, $currency );
		return null !== $exact && self::exact( $other, $currency ) === $exact;
	}

	/**
	 * The sum of amounts in the smallest unit, as decimal text.
	 *
	 * @param string[] $amounts  Exact decimal texts.
	 * @param string   $currency ISO 4217 code.
	 * @return string|null Null when one of them is not exact.
	 */
	public static function sum( $amounts, $currency ) {
		$units = 0;
		foreach ( $amounts as $amount ) {
			$exact = self::exact( $amount, $currency );
			if ( null === $exact ) {
				return null;
			}
			$units += (int) str_replace( '.', '', $exact );
		}
		$decimals = self::decimals( $currency );
		$text     = str_pad( (string) abs( $units ), $decimals + 1, '0', STR_PAD_LEFT );
		$sign     = $units < 0 ? '-' : '';
		return $sign . ( 0 === $decimals ? $text : substr( $text, 0, -$decimals ) . '.' . substr( $text, -$decimals ) );
	}
}
