/**
 * What simulators of providers have in common: how they are served ({@link
 * dev.tillgate.provider.simulator.Simulator}), what can go wrong with a request ({@link
 * dev.tillgate.provider.simulator.Fault}) or a notification ({@link dev.tillgate.provider.simulator.NoticeFault}), the
 * book that survives a crash ({@link dev.tillgate.provider.simulator.JsonBook}) and the post that repeats notifications
 * ({@link dev.tillgate.provider.simulator.NoticePost}). They depend on nothing of the gateway but the provider's own
 * package, so that they can be used to test other programs.
 */
package dev.tillgate.provider.simulator;
