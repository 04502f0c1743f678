// Memory that batches lie in, one after the other: a slab of bytes and the arrays over it.
#pragma once
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace tsql {

struct BatchMemory {
  // Filled with zeros: JavaScript sees all of it.
  explicit BatchMemory(size_t size) : bytes(new uint8_t[size]()), capacity(size) {}

  const std::unique_ptr<uint8_t[]> bytes;
  const size_t capacity;
};
using BatchMemoryPtr = std::shared_ptr<BatchMemory>;

// `offered` where it is large enough, and not many times what is needed; else new memory. Null where nothing is needed.
BatchMemoryPtr MemoryFor(size_t size, const BatchMemoryPtr& offered);

// Which memory JavaScript has. JavaScript thread only.
class BatchPool {
 public:
  // Memory that was given back, or null.
  BatchMemoryPtr Take();
  // The buffer over `memory`, a few zeros where there is none. The batch has it until it is recycled.
  Napi::ArrayBuffer Lend(Napi::Object batch, const BatchMemoryPtr& memory);
  // What was taken and then not used: for another time, or for good.
  void PutBack(const BatchMemoryPtr& memory);
  void Drop(const BatchMemoryPtr& memory) { taken_.erase(memory.get()); }
  // Takes the batch's memory for a later one. Throws a TypeError where it is no batch of a consumer; a second time nothing happens.
  void Recycle(const Napi::Value& batch);

 private:
  struct Lease {
    BatchMemoryPtr memory;
    // There must not be two buffers over the same memory.
    Napi::Reference<Napi::ArrayBuffer> buffer;
  };
  std::vector<std::unique_ptr<Lease>> spare_;
  // What was taken, and has not become a batch yet.
  std::map<const BatchMemory*, std::unique_ptr<Lease>> taken_;
};

}  // namespace tsql
