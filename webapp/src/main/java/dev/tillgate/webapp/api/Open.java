package dev.tillgate.webapp.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Whoever asks is answered: no access token is needed for the resource's methods. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Open {}
