package io.redstart.client.sockhop;

import io.redstart.api.EventType;

/** What is answered where nothing can be. */
@EventType(SockhopFailure.TYPE)
record SockhopFailure(String code, String message) {
    /** What its type is called on the wire. */
    static final String TYPE = "Error";
}
