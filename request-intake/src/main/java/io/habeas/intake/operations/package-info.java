/** What operators and the data protection officer see of requests. */
@NullMarked
package io.habeas.intake.operations;

import org.jspecify.annotations.NullMarked;
