package io.redstart.examples.rooms;

import io.redstart.api.Authenticator;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Everybody is who they say they are. That will do among friends, and nowhere else. */
public class Names implements Authenticator {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ]{0,19}");

    @Override
    public CompletionStage<Decision> authenticate(Handshake handshake) {
        String name = handshake.token();
        if (handshake.stage() == Handshake.Stage.UPGRADE) {
            return Decision.undecided().now();
        }
        return name != null && NAME.matcher(name).matches()
                ? Decision.accept(new User(name)).now()
                : Decision.refuse("A name is 1 to 20 letters, digits and blanks")
                        .now();
    }
}
