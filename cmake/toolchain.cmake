# Compiler flags, ccache, mold and the libraries that Debian provides.
find_program(CCACHE ccache)
if(CCACHE)
  # Relative paths in its keys: another clone of the same sources finds what this one has built.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
                                 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 warns falsely about coroutine frames and std::optional inside them.
  add_compile_options(-Wno-maybe-uninitialized -fcoroutines -fpch-preprocess)
endif()
# What of Asio and Beast is no template is compiled once, in base/asio.cpp and http/beast.cpp.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
if(HATANG_SANITIZE)
  # Undefined behaviour ends the program by a trap, which AddressSanitizer reports (handle_sigill): without the code that prints
  # values and places an eighth of the compile time is saved.
  add_compile_options(-fsanitize=address,undefined -fsanitize-trap=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address)
endif()

find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc)
pkg_check_modules(proj REQUIRED IMPORTED_TARGET proj)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(vips REQUIRED IMPORTED_TARGET vips)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
# Both ask for -pthread, which changes nothing on Linux, but clang then refuses the precompiled header of the others.
foreach(target PkgConfig::vips PkgConfig::pangocairo)
  get_target_property(options ${target} INTERFACE_COMPILE_OPTIONS)
  if(options)
    list(REMOVE_ITEM options -pthread)
    set_property(TARGET ${target} PROPERTY INTERFACE_COMPILE_OPTIONS ${options})
  endif()
endforeach()
pkg_check_modules(zip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
