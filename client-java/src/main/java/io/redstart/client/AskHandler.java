package io.redstart.client;

import org.jspecify.annotations.Nullable;

/**
 * Answers what the server asks. It is called in the order of all callbacks of its client; one that takes long returns a
 * {@link java.util.concurrent.CompletionStage}, so that the others go on.
 *
 * <pre>{@code
 * client.handle("confirm", ask -> dialog.confirm(ask.at(0, String.class)));   // a CompletionStage<Boolean>
 * }</pre>
 */
@FunctionalInterface
public interface AskHandler {
    /**
     * Answers one ask.
     *
     * @param ask what is asked
     * @return anything that converts to JSON, or a stage of it; null for nothing
     * @throws io.redstart.api.CallException reaches the server as it is
     * @throws Exception anything else reaches the server as {@code internal}, without its words, and is reported here
     */
    @Nullable
    Object answer(Ask ask) throws Exception;
}
