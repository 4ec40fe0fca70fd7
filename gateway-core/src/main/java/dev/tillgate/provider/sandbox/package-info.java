/**
 * The sandbox provider, and the example for new ones. The files of a provider: its type with settings and methods
 * ({@link dev.tillgate.provider.sandbox.Sandbox}), the verbs ({@link
 * dev.tillgate.provider.sandbox.SandboxProvider}), what answers and notifications mean ({@code SandboxReading}), how
 * they are signed, and its codes as data ({@link dev.tillgate.provider.sandbox.SandboxErrors}). Its test extends the
 * provider contract and brings a simulator; for this one that is {@link dev.tillgate.provider.sandbox.bank}.
 */
package dev.tillgate.provider.sandbox;
