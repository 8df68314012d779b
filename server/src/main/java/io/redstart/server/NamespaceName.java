package io.redstart.server;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import java.util.regex.Pattern;

/**
 * What a namespace may be called. Capitals and letters beyond ASCII are in no name, so no two differ only in case or in
 * how Unicode writes them.
 */
final class NamespaceName {
    static final String DEFAULT = "default";
    static final String FORM = "[a-z0-9][a-z0-9_-]{0,63}";
    private static final Pattern WHOLE = Pattern.compile(FORM);
    /** A name that is none may be anything, of any length. */
    private static final int SHOWN = 80;

    private NamespaceName() {}

    static boolean isOne(String name) {
        return WHOLE.matcher(name).matches();
    }

    /** The name, if it is one. */
    static String checked(String name) {
        if (!isOne(name)) {
            throw new CallException(ErrorCodes.INVALID, mistake(name));
        }
        return name;
    }

    static String mistake(String name) {
        String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
        return "namespace: '" + shown + "' (expected: " + FORM + ")";
    }
}
