package io.redstart.server.invocation;

import io.redstart.api.Channel;
import io.redstart.api.Channels;
import io.redstart.server.channel.ChannelName;

/** All channels as a bundle sees them. */
final class ApiChannels implements Channels {
    private final Catalogue home;
    private final Pushes pushes;

    ApiChannels(Catalogue home, Pushes pushes) {
        this.home = home;
        this.pushes = pushes;
    }

    @Override
    public Channel channel(String name) {
        String mistake = ChannelName.mistake(name);
        if (mistake != null) {
            throw new IllegalArgumentException(mistake);
        }
        return new ApiChannel(home, name, pushes);
    }
}
