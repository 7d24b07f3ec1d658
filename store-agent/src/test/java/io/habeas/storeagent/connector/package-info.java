/** What tests of all kinds of stores use. */
@NullMarked
package io.habeas.storeagent.connector;

import org.jspecify.annotations.NullMarked;
