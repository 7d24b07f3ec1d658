/**
 * What tests of policies and processes need: scenarios, a virtual clock, a topology without a
 * broker.
 */
@NullMarked
package io.habeas.testkit;

import org.jspecify.annotations.NullMarked;
