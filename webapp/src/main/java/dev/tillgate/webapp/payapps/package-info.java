/** The operator's payments app: where a shop's platform hands over sessions, and where buyers and merchants come back. */
package dev.tillgate.webapp.payapps;
