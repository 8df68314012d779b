package io.redstart.server.invocation;

import io.redstart.server.channel.ChannelCode;
import io.redstart.server.registry.ParameterModel;
import io.redstart.server.session.LiveSession;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks what is deployed about channels. What it throws that is no refusal is for the log, and not for the client. */
final class BundleChannelCode implements ChannelCode {
    private final Catalogue catalogue;
    private final Invocation host;

    BundleChannelCode(Catalogue catalogue, Invocation host) {
        this.catalogue = catalogue;
        this.host = host;
    }

    @Override
    public boolean mayWait(String channel) {
        return catalogue.speaksFor(channel);
    }

    @Override
    public Says onJoin(LiveSession session, String channel) {
        return ask(session, channel, channel, BoundChannels::onJoin, null);
    }

    @Override
    public Says onPublish(LiveSession session, String channel, boolean action, String name, JsonNode payload) {
        JsonNode said = action ? payload.get("payload") : payload;
        return ask(session, channel, name, channels -> channels.asked(action, name), said);
    }

    @Override
    public Says onSet(LiveSession session, String channel, JsonNode value) {
        return ask(session, channel, channel, BoundChannels::onSet, value);
    }

    private Says ask(
            LiveSession session,
            String channel,
            String target,
            Function<BoundChannels, @Nullable BoundMethod> asked,
            @Nullable JsonNode value) {
        BoundMethod method = catalogue.enterChannel(channel, asked);
        if (method == null) {
            return Says.NOTHING;
        }
        try {
            host.pass(session, method);
            boolean reduces =
                    method.model().parameters().stream().anyMatch(each -> each.role() == ParameterModel.Role.STATE);
            @Nullable Object[] args = reduces ? null : method.arguments().bindOne(value);
            new ChannelAsking(host, session, method, channel, target, args).ask();
            return Says.PERMITS;
        } finally {
            method.use().exit();
        }
    }

    @Override
    public @Nullable Reduction reduction(String channel, String actionType) {
        BoundReducer reducer = catalogue.enterReducer(channel, actionType);
        if (reducer == null) {
            return null;
        }
        reducer.use().exit();
        return (state, action) -> reduce(channel, actionType, state, action);
    }

    /** By what is deployed by then; what is gone leaves the state as it is. */
    private byte @Nullable [] reduce(String channel, String actionType, byte @Nullable [] state, byte[] action) {
        BoundReducer reducer = catalogue.enterReducer(channel, actionType);
        if (reducer == null) {
            return state;
        }
        try {
            return reducer.reduce(channel, state, action);
        } finally {
            reducer.use().exit();
        }
    }
}
