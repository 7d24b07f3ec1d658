/** What a service that holds personal data implements, and the terms it speaks in. */
@NullMarked
package io.habeas.participant;

import org.jspecify.annotations.NullMarked;
