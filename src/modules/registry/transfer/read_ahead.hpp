// Reads a batch of a file while the database works on the one before.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "base/loop.hpp"
#include "registry/transfer/import_reader.hpp"

namespace hatang::registry {

// Reader: ImportReader or StagedReader. It outlives this: who imports may end in between. Who ends what the
// reader itself needs (the catalogue) waits for settle() first.
template <class Reader>
class ReadAhead {
  public:
    ReadAhead(Loop& loop, std::shared_ptr<Reader> reader)
        : state_(std::make_shared<State>(loop, std::move(reader))) {
        loop.spawn(read(state_), "registry.import.read");
    }
    task<void> settle() {
        while (state_->reading) co_await state_->ready.wait();
    }
    // Nothing after the last one. Several may ask at once: each batch goes to one of them.
    task<std::optional<ImportBatch>> next() {
        co_await settle();
        if (state_->failed) std::rethrow_exception(state_->failed);
        std::optional<ImportBatch> batch = std::exchange(state_->batch, std::nullopt);
        if (batch && !batch->last) {
            state_->reading = true;
            state_->loop.spawn(read(state_), "registry.import.read");
        }
        co_return batch;
    }

  private:
    struct State {
        State(Loop& on, std::shared_ptr<Reader> from) : loop(on), reader(std::move(from)), ready(on) {}
        Loop& loop;
        std::shared_ptr<Reader> reader;
        Signal ready;
        std::optional<ImportBatch> batch;
        std::exception_ptr failed;
        bool reading = true;
    };
    static task<void> read(std::shared_ptr<State> state) {
        try {
            ImportBatch batch = co_await state->loop.blocking([&] { return state->reader->next(); });
            state->batch = std::move(batch);
        } catch (...) {
            state->failed = std::current_exception();
        }
        state->reading = false;
        state->ready.notify_all();
    }
    std::shared_ptr<State> state_;
};

}  // namespace hatang::registry
