/** What Spring Boot puts together for an application that has a data holder. */
@NullMarked
package io.habeas.participant.autoconfigure;

import org.jspecify.annotations.NullMarked;
