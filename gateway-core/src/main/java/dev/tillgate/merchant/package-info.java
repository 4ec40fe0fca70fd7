/**
 * Who owns what: merchants, their stores, the programs that may use the API, the accounts at providers and the people
 * of the console. Records say what a thing is, ports say how it is kept, and the classes named after the things an
 * operator works on hold the rules.
 */
package dev.tillgate.merchant;
