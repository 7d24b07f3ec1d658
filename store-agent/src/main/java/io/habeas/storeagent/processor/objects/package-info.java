/**
 * Objects of people at processors that know no people: found by a ledger of which object is whose,
 * and deleted one by one.
 */
@NullMarked
package io.habeas.storeagent.processor.objects;

import org.jspecify.annotations.NullMarked;
