package io.redstart.server.invocation;

import io.redstart.api.Channel;
import io.redstart.api.ChannelInfo;
import io.redstart.api.ChannelState;
import io.redstart.api.Recipient;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.server.channel.Admission;
import io.redstart.server.channel.Here;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.session.LiveSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A channel as a bundle sees it. */
final class ApiChannel implements Channel, Receiving {
    private final Catalogue home;
    private final NamespaceChannels channels;
    private final String name;
    private final Pushes pushes;
    private final ChannelMembers members;

    ApiChannel(Catalogue home, String name, Pushes pushes) {
        this.home = home;
        this.channels = home.channels();
        this.name = name;
        this.pushes = pushes;
        this.members = new ChannelMembers(home, name, null, pushes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Pushes pushes() {
        return pushes;
    }

    @Override
    public void forEach(Consumer<LiveSession> each) {
        members.forEach(each);
    }

    @Override
    public Recipient of(String user) {
        return new ChannelMembers(home, name, user, pushes);
    }

    @Override
    public ChannelState state() {
        return new ApiChannelState(channels, name, pushes);
    }

    @Override
    public void dispatch(Object action) {
        members.dispatch(action);
    }

    @Override
    public void emit(String event, @Nullable Object data) {
        members.emit(event, data);
    }

    @Override
    public void emit(Object event) {
        members.emit(event);
    }

    @Override
    public void grant(String user) {
        pushes.inOrder(() -> channels.grant(name, user), channels::durable);
    }

    @Override
    public void revoke(String user) {
        pushes.inOrder(() -> channels.revoke(name, user), channels::durable);
    }

    @Override
    public boolean isGranted(String user) {
        return channels.isGranted(name, user);
    }

    @Override
    public void join(Session session) {
        LiveSession live = live(session);
        pushes.inOrder(() -> join(live));
    }

    private void join(LiveSession session) {
        User user = session.user();
        while (!channels.join(session, user, name, null, Admission.APPLICATION)) {
            user = session.user();
        }
    }

    @Override
    public void leave(Session session) {
        LiveSession live = live(session);
        pushes.inOrder(() -> channels.leave(live, name, "closed"));
    }

    private static LiveSession live(Session session) {
        if (session instanceof ApiSession own) {
            return own.live();
        }
        throw new IllegalArgumentException(
                "session: a " + session.getClass().getName() + " (expected: one the server gave out)");
    }

    @Override
    public Stream<Session> members() {
        List<Session> all = new ArrayList<>();
        channels.forEachMember(name, null, session -> all.add(new ApiSession(session, pushes)));
        return all.stream();
    }

    @Override
    public ChannelInfo info() {
        Here here = channels.here(name, null);
        return new ChannelInfo(here.users(), here.guests(), here.sessions());
    }

    @Override
    public Channel now() {
        return new ApiChannel(home, name, pushes.atOnce());
    }

    @Override
    public Recipient lossy() {
        return members.lossy();
    }

    @Override
    public Recipient latest(String key) {
        return members.latest(key);
    }

    @Override
    public String toString() {
        return "Channel[" + name + "]";
    }
}
