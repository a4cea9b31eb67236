// The steps of committing and sealing between which a process may end. Tests watch them and end it in
// thought.
#pragma once

#include <functional>

namespace hatang::telemetry {

enum class Step {
    batch_ready,
    batch_committed,
    seal_begun,
    chunks_written,
    rollups_written,
    batches_deleted,
    seal_committed
};

// Thrown by a watcher: the process is dead, nothing of it runs any more.
struct ProcessEnded {};

using StepWatcher = std::function<void(Step)>;

}  // namespace hatang::telemetry
