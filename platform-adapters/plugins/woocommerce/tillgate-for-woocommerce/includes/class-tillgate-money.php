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
	/** Decimals that sums are made with; more than WooCommerce has. */
	const FINEST = 8;

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
	 * Whether the shop's setting can only make amounts that the currency has.
	 *
	 * @param int    $decimals Of the shop.
	 * @param string $currency ISO 4217 code.
	 * @return bool
	 */
	public static function fits( $decimals, $currency ) {
		return (int) $decimals <= self::decimals( $currency );
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
	 * The sum of amounts, exactly; parts may have more decimals than the currency, as WooCommerce's taxes do.
	 *
	 * @param string[] $amounts  Decimal texts.
	 * @param string   $currency ISO 4217 code.
	 * @return string|null Null when the sum is not an amount of the currency.
	 */
	public static function sum( $amounts, $currency ) {
		$units = 0;
		foreach ( $amounts as $amount ) {
			if ( ! preg_match( '/^(-?)(\d{1,9})(?:\.(\d{0,' . self::FINEST . '}))?$/', trim( (string) $amount ), $part ) ) {
				return null;
			}
			$value  = (int) ( $part[2] . str_pad( isset( $part[3] ) ? $part[3] : '', self::FINEST, '0' ) );
			$units += '-' === $part[1] ? -$value : $value;
		}
		$text = str_pad( (string) abs( $units ), self::FINEST + 1, '0', STR_PAD_LEFT );
		return self::exact( ( $units < 0 ? '-' : '' ) . substr( $text, 0, -self::FINEST ) . '.' . substr( $text, -self::FINEST ), $currency );
	}
}
