package io.redstart.server.session;

/** A call that is not answered yet. */
public interface RunningCall {
    /**
     * The client's number for it.
     *
     * @return above 0
     */
    long id();

    /** Nobody wants the answer any more: the client said so, or the session is over. */
    void cancel();

    /** The server stops and cannot wait any longer: the client is told that it will not hear an answer. */
    void giveUp();

    /**
     * The client can take more items.
     *
     * @param count how many more
     */
    void more(int count);

    /**
     * The client came back and called it again: it has no answer yet.
     *
     * @param seen the last item of its stream the client has had, 0 for none
     * @param grant how many more items it can take
     */
    void repeated(long seen, int grant);

    /**
     * Time goes by.
     *
     * @param now the time, in milliseconds
     */
    void tick(long now);
}
