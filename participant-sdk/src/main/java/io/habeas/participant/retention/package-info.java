/** That a participant reports, every night, what it keeps under duties (legal rule L20). */
@NullMarked
package io.habeas.participant.retention;

import org.jspecify.annotations.NullMarked;
