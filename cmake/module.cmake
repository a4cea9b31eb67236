add_library(doctest_main OBJECT EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tests/doctest_main.cpp)

option(HATANG_UNITY "Compile several files at a time: each header is read once, each template made once" OFF)

# compile_together(target files…): with HATANG_UNITY, every few files in the order of their folders become one translation
# unit, so that every core has work. Names in anonymous namespaces are therefore unique within a module.
function(compile_together target)
  if(NOT HATANG_UNITY)
    return()
  endif()
  set(files_most 16)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${files_most})
endfunction()

# add_module(name DEPENDS other… LIBRARIES target…): one folder, one static library, one test program.
#
# The folder is src/<name> for the foundation and src/modules/<name> for the rest. All .cpp files of the folder belong
# to the module; those that end in _test.cpp go into the program test_<name>. Files below schema/ and data/ are
# embedded and read with embedded_<name>() (base/embedded.hpp).
function(add_module name)
  cmake_parse_arguments(arg "" "" "DEPENDS;LIBRARIES" ${ARGN})
  set(folder ${CMAKE_SOURCE_DIR}/src/${name})
  if(NOT IS_DIRECTORY ${folder})
    set(folder ${CMAKE_SOURCE_DIR}/src/modules/${name})
  endif()

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  set(embedded "")
  file(GLOB_RECURSE assets CONFIGURE_DEPENDS ${folder}/schema/*.sql ${folder}/data/*.json
       ${folder}/data/*.css)
  if(assets)
    set(embedded ${CMAKE_BINARY_DIR}/embedded/${name}.cpp)
    add_custom_command(
      OUTPUT ${embedded}
      COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DFOLDER=${folder} -DOUT=${embedded} "-DFILES=${assets}"
              -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
      DEPENDS ${assets} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
      VERBATIM)
  endif()

  add_library(${name} STATIC ${sources} ${embedded})
  compile_together(${name} ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/src/modules)
  target_link_libraries(${name} PUBLIC ${arg_DEPENDS} Threads::Threads PRIVATE ${arg_LIBRARIES})

  if(tests)
    add_executable(test_${name} EXCLUDE_FROM_ALL ${tests} $<TARGET_OBJECTS:doctest_main>)
    target_link_libraries(test_${name} PRIVATE ${name})
    # A check without a try block of its own: an exception ends its test case, and the tests compile quicker.
    target_compile_definitions(test_${name} PRIVATE DOCTEST_CONFIG_SUPER_FAST_ASSERTS)
    compile_together(test_${name} ${tests})
    set_property(GLOBAL APPEND PROPERTY HATANG_TESTS test_${name})
  endif()

  # Every module reads module.hpp, two seconds of work a file: once is enough.
  if(NOT folder STREQUAL ${CMAKE_SOURCE_DIR}/src/${name})
    if(name STREQUAL "security")
      target_precompile_headers(security PRIVATE ${CMAKE_SOURCE_DIR}/src/modules/module.hpp)
    else()
      target_precompile_headers(${name} REUSE_FROM security)
    endif()
    if(tests)
      target_precompile_headers(test_${name} REUSE_FROM security)
    endif()
  endif()
endfunction()
