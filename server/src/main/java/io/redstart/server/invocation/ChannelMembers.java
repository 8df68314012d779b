package io.redstart.server.invocation;

import io.redstart.api.Recipient;
import io.redstart.server.session.LiveSession;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of a channel, or those that are sessions of one user.
 *
 * @param home whose channels they are
 * @param channel the channel's name
 * @param user the user's id, or null for all
 * @param pushes how what they are told leaves
 */
record ChannelMembers(
        Catalogue home, String channel, @Nullable String user, Pushes pushes) implements Receiving {
    @Override
    public void forEach(Consumer<LiveSession> each) {
        home.channels().forEachMember(channel, user, each);
    }

    @Override
    public void dispatch(Object action) {
        pushes.dispatch(this, this, action);
    }

    @Override
    public void emit(String name, @Nullable Object data) {
        pushes.emit(this, this, name, data);
    }

    @Override
    public void emit(Object event) {
        pushes.emit(this, this, event);
    }

    @Override
    public Recipient now() {
        return new ChannelMembers(home, channel, user, pushes.atOnce());
    }

    @Override
    public Recipient lossy() {
        return new ChannelMembers(home, channel, user, pushes.lossy());
    }

    @Override
    public Recipient latest(String key) {
        return new ChannelMembers(home, channel, user, pushes.latest(key));
    }
}
