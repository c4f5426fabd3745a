package dev.gatehouse.gateway.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A section whose keys may be written in kebab, snake or camel case, because other programs write
/// the same section.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface AnyCase {}
