package io.redstart.benchmarks.soak;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Channels;
import jakarta.inject.Singleton;

/** What is called besides an echo. */
@Api("soak")
@Singleton
public class SoakApi {
    /** The name of the event that members are told. */
    static final String EVENT = "told";

    /** For the server. */
    public SoakApi() {}

    /**
     * Takes its time.
     *
     * @param text any
     * @param millis how long
     * @return the same text
     */
    @Call
    public String slow(String text, int millis) throws InterruptedException {
        Thread.sleep(millis);
        return text;
    }

    /**
     * Says much.
     *
     * @param text any
     * @param times how often
     * @return the text, again and again
     */
    @Call
    public String big(String text, int times) {
        return text.repeat(times);
    }

    /**
     * Tells all who are in a channel.
     *
     * @param channel its name
     * @param text what they are told
     * @param channels filled in
     */
    @Call
    public void tell(String channel, String text, Channels channels) {
        channels.channel(channel).emit(EVENT, text);
    }
}
