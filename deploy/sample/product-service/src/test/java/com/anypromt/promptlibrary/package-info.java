/** The prompt library alone, and with a broker. */
@NullMarked
package com.anypromt.promptlibrary;

import org.jspecify.annotations.NullMarked;
