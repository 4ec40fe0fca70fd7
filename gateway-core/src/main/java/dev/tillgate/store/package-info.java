/**
 * Storage: the ports of the flows, kept in MySQL or MariaDB. Rows are package-private and never leave this package;
 * each has two methods, one from and one to its domain record.
 */
@JdbcTypeRegistration(value = UtcDatetime.class, registrationCode = SqlTypes.TIMESTAMP_UTC)
package dev.tillgate.store;

import org.hibernate.annotations.JdbcTypeRegistration;
import org.hibernate.type.SqlTypes;
