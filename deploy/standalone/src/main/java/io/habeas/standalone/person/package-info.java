/** What a person has to ask with: the front door over HTTP, and their mail. */
@NullMarked
package io.habeas.standalone.person;

import org.jspecify.annotations.NullMarked;
